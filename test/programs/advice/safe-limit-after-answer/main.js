// expect: nothing
'use strict';
const { EventEmitter } = require('node:events');

const bus = new EventEmitter();
let late = 0;

// The limit is cleared when the answer has come; of the other one something is left to do.
function answerOf(name, ms) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => {
        reject(new Error(`no ${name}`));
      },
      ms,
    );
    bus.once(name, (value) => {
      clearTimeout(limit);
      resolve(value);
    });
  });
}

const sleep = (ms, signal) =>
  new Promise((wake) => {
    setTimeout(() => {
      console.log('the time is over', late);
      wake();
    }, ms);
    signal.addEventListener('abort', wake, { once: true });
  });

setTimeout(() => bus.emit('ready', 3), 20);
async function main() {
  console.log('ready', await answerOf('ready', 2400));
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  await sleep(1500, stop.signal);
  console.log('woken', ++late);
}
main();
