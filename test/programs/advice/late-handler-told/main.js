// expect: promise.late-handler@info main.js:14 | promise.late-handler@info main.js:17
// never: promise.unhandled
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

process.on('unhandledRejection', (error) => console.log('unhandled', error.message));
process.on('rejectionHandled', () => console.log('handled after all'));

async function load() {
  await sleep(5);
  throw new Error('offline');
}
async function main() {
  const loading = load();
  await sleep(40);
  try {
    await loading;
  } catch (error) {
    console.log(error.message);
  }
}
main();
