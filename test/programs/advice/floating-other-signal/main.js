// expect: promise.floating main.js:16
// A service that is told to go writes down what it was about, and drops the promise; it is gone before that is done.
const { setTimeout: delay } = require('node:timers/promises');

const links = new Set(['db', 'queue']);

async function run(signal) {
  for (const link of links) {
    await delay(500);
    links.delete(link);
  }
  console.log('closed', signal);
}

function onSignal(signal) {
  run(signal);
  setImmediate(() => process.exit(0));
}

process.once('SIGTERM', onSignal);
const beat = setInterval(() => links.size, 1000);
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
setTimeout(() => clearInterval(beat), 900);
