// expect: nothing
// A runner that lists what nobody handles at its end only: what is handled late is taken off its list.
const { setTimeout: sleep } = require('node:timers/promises');

const open = new Set();
process.on('unhandledRejection', (error, promise) => open.add(promise));
process.on('rejectionHandled', (promise) => open.delete(promise));
process.on('exit', () => console.log(open.size, 'left'));

async function load() {
  await sleep(5);
  throw new Error('offline');
}

async function main() {
  const loading = load();
  await sleep(40);
  await loading.catch((error) => console.log(error.message));
}

main();
