// expect: promise.late-handler main.js:7 | promise.late-handler main.js:10
// never: promise.unhandled
process.on('unhandledRejection', () => {});
const { setTimeout: sleep } = require('timers/promises');
async function load() {
  await sleep(5);
  throw new Error('offline');
}
async function main() {
  const loading = load();
  await sleep(40);
  try { await loading; } catch (error) { console.log(error.message); }
}
main();
