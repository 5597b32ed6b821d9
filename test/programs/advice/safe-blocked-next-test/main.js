// expect: nothing
// The runner begins each test in an immediate: that one test computes for long keeps only the next ones waiting, which wait for it anyway.
const { createHash } = require('node:crypto');

/** As code that is not the program's own. */
const it = new Function('name', 'body', 'setImmediate(() => console.log(name, body()))');

function sum(name) {
  let text = name;
  const until = process.cpuUsage().user + 150_000;
  while (process.cpuUsage().user < until) text = createHash('sha1').update(text).digest('hex');
  return text.length;
}

it('sums up one', () => sum('one'));
it('sums up two', () => sum('two'));
it('sums up three', () => sum('three'));
