// expect: promise.floating main.js:14
// The process ends while the last line is still being stored, because nobody waits for it.
const { setTimeout: sleep } = require('node:timers/promises');

const stored = [];

async function store(line) {
  await sleep(5);
  stored.push(line);
  if (line === 'last') console.log(stored.length);
}

async function onLine(line) {
  store(line).catch((error) => console.error(error.message));
}

async function main() {
  await onLine('first');
  await sleep(20);
  await onLine('last');
  process.exit();
}

main();
