// expect: nothing
// A service closes itself when it is told to, within a limit; who tells it once more wants it gone at once.
const { setTimeout: delay } = require('node:timers/promises');

const links = new Set(['db', 'queue']);

async function run(signal) {
  process.on(signal, () => process.exit(0));
  for (const link of links) {
    await delay(500);
    links.delete(link);
  }
  console.log('closed');
}

function onSignal(signal) {
  run(signal);
}

process.once('SIGTERM', onSignal);
const beat = setInterval(() => links.size, 1000);
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 300);
setTimeout(() => clearInterval(beat), 900);
