// expect: race.check-then-act 23,30
/**
 * ARC: archiver, https://github.com/archiverjs/node-archiver/pull/388, with counters; this time the archive is finished.
 * Root cause: a file that cannot be looked at is taken off the number of entries, but nobody looks then whether all the others are done.
 * Original fix: a failure looks, too.
 */
'use strict';
const later = (ms, done) => setTimeout(done, ms);

let entries = 0;
let done = 0;

function finalize() {
  console.log('archived', done);
}

function add(name, ms) {
  entries++;
  lookAt(name, ms, (error) => {
    if (error) {
      console.log('warning');
      // Nobody looks.
      entries--;
      return;
    }
    later(300, () => {
      done++;
      console.log(name);
      // Was it the last?
      if (done === entries) finalize();
    });
  });
}

function lookAt(name, ms, callback) {
  later(ms, () => callback(name === 'missing' ? new Error('ENOENT') : null));
}

add('missing', 20);
add('one', 60);
add('two', 100);
