// expect: nothing
// As in floating-exits-beside, but it is the job that ends the process, when it has stored all that there was.
const { setTimeout: sleep } = require('node:timers/promises');

const stored = [];

async function store(line) {
  await sleep(5);
  stored.push(line);
  if (line !== 'last') return;
  console.log(stored.length);
  process.exit();
}

async function onLine(line) {
  store(line).catch((error) => console.error(error.message));
}

async function main() {
  await onLine('first');
  await sleep(20);
  await onLine('last');
  await sleep(1000);
}

main();
