'use strict';
const scale = process.env.LESSONS_FAST === '1' ? 0.2 : 1;

function sleepBlocking(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

let ticks = 0;
const clock = setInterval(() => console.log('tick', ++ticks), 50 * scale);

async function brew(kind) {
  console.log('brewing', kind);
  sleepBlocking(1000 * scale);
  console.log(kind, 'is ready');
}

setTimeout(async () => {
  await brew('chai');
  await brew('coffee');
  setTimeout(() => clearInterval(clock), 100 * scale);
}, 120 * scale);
