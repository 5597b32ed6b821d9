// expect: promise.late-handler main.js:6 | promise.late-handler main.js:9
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
