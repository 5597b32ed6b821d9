// expect: loop.blocked main.js:9 | loop.blocked main.js:8 | loop.blocked main.js:7
// As in safe-blocked-next-test, but the program has put off what it does itself: the second sum waits, whoever asked for it.
const { createHash } = require('node:crypto');

function sum(name) {
  let text = name;
  const until = process.cpuUsage().user + 150_000;
  while (process.cpuUsage().user < until) text = createHash('sha1').update(text).digest('hex');
  return text.length;
}

setImmediate(() => console.log(sum('one')));
setImmediate(() => console.log(sum('two')));
setImmediate(() => console.log(sum('three')));
