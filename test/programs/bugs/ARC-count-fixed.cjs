// expect: nothing
/**
 * ARC, repaired: a failure looks whether all the others are done. And counts that need no look: one that goes up, and one that somebody asks for again.
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
      entries--;
      if (done === entries) finalize();
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

// Work that begins is counted up without a look.
let open = 0;
function begin(ms) {
  open++;
  later(ms, () => {
    open--;
    if (open === 0) console.log('idle');
  });
}
begin(500);
later(540, () => begin(700));

// Who waits asks again.
let left = 0;
function job(ms, fails) {
  left++;
  later(ms, () => {
    if (fails) {
      left--;
      return;
    }
    later(20, () => {
      left--;
      if (left === 0) console.log('last');
    });
  });
}
job(1300, true);
job(1340, false);
const poll = setInterval(() => {
  if (left > 0) return;
  clearInterval(poll);
  console.log('all jobs are done');
}, 1500);
