// expect: lock.not-released 12,5 exit 0
const async = require('async');

const known = new Set();
const queue = async.queue((name, done) => {
  if (known.has(name)) return;
  known.add(name);
  setTimeout(done, 2);
}, 1);

queue.drain(() => console.log('all', known.size));
queue.push(['a', 'b', 'a', 'c']);
