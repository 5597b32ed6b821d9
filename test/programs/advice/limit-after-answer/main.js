// expect: timer.leak main.js:10 ; timer.leak main.js:22
'use strict';
const { EventEmitter } = require('node:events');

const bus = new EventEmitter();

// What was waited for has come, and its limit goes on.
function answerOf(name, ms) {
  return new Promise((resolve, reject) => {
    setTimeout(
      () => {
        reject(new Error(`no ${name}`));
      },
      ms,
    );
    bus.once(name, (value) => resolve(value));
  });
}

const sleep = (ms, signal) =>
  new Promise((wake) => {
    setTimeout(wake, ms);
    signal.addEventListener('abort', wake, { once: true });
  });

setTimeout(() => bus.emit('ready', 3), 20);
async function main() {
  console.log('ready', await answerOf('ready', 2400));
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  await sleep(2400, stop.signal);
  console.log('woken');
}
main();
