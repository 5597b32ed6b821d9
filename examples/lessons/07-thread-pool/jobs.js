'use strict';
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

// These may block: they run in threads of a pool, where nobody else is kept waiting.
function sleepBlocking(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

exports.stock = (place) => {
  sleepBlocking(1000 * scale);
  return { place, chai: 12, coffee: 7 };
};

exports.countDown = (name) => {
  for (let n = 3; n > 0; n--) {
    console.log(name, n);
    sleepBlocking(300 * scale);
  }
};

exports.square = (n) => {
  sleepBlocking(200 * scale);
  return n * n;
};
