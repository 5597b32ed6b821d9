// expect: loop.microtask-starvation main.js:19
'use strict';
const fs = require('node:fs');

// Each job asks for the next one by nextTick: the file that was asked for before waits until all are done.
const jobs = Array.from({ length: 2000 }, (_, i) => i);

function work() {
  const end = performance.now() + 0.2;
  while (performance.now() < end);
}

function drain(done) {
  if (jobs.pop() === undefined) {
    done();
    return;
  }
  work();
  process.nextTick(drain, done);
}

fs.readFile(__filename, () => console.log('read'));
drain(() => console.log('drained'));
