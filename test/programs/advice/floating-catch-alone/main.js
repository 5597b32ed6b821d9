// expect: promise.floating main.js:15
// The journal is written and a failure told; the process is ended before it has been written.
const { setTimeout: sleep } = require('node:timers/promises');

const lines = [];

async function journal(line) {
  await sleep(200);
  lines.push(line);
  return lines.length;
}

async function main() {
  const written = journal('stopped');
  written.catch((error) => console.error(error.message));
  await sleep(20);
  console.log('stopped');
  process.exit(0);
}

main();
