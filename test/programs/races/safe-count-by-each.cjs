// expect: nothing
'use strict';
// The helpers that are left are asked two at a time, and each that has been asked counts: one call has read the count, once, for all of them.
const queue = [];
function later(job) {
  if (queue.push(job) === 1) setImmediate(run);
}
function run() {
  const job = queue[0];
  job();
  queue.shift();
  if (queue.length > 0) setImmediate(run);
}

function inTurns(list, work, end) {
  const rest = [...list];
  const next = () => {
    const some = rest.splice(0, 2);
    if (some.length === 0) return end();
    some.forEach(work);
    later(next);
  };
  next();
}

const asked = [];
function askFrom(helpers, turn, done) {
  const left = helpers.slice((turn = turn || 0));
  inTurns(
    left,
    (name) => {
      turn++;
      asked.push(name);
    },
    () => done(turn),
  );
}

const counts = [];
function told(count) {
  counts.push(count);
  if (counts.length === 3) console.log(counts.sort().join(' '));
}
askFrom(['ann', 'bob', 'cleo', 'dan', 'eve'], 1, told);
setTimeout(() => {
  askFrom(['fay', 'gus', 'hal', 'ida', 'jon', 'kim'], 0, told);
  askFrom(['lou', 'max', 'ned', 'oda', 'pat', 'rob'], 0, told);
}, 2);
