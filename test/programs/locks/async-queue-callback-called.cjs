// expect: none exit 0
const async = require('async');

const known = new Set();
const queue = async.queue((name, done) => {
  if (known.has(name)) return setImmediate(done);
  known.add(name);
  setTimeout(done, 2);
}, 1);

queue.drain(() => console.log('all', known.size));
queue.push(['a', 'b', 'a', 'c']);
