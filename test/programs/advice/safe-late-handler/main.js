// expect: nothing
// never: promise.late-handler promise.unhandled promise.floating
process.on('unhandledRejection', () => {});
const { setTimeout: sleep } = require('timers/promises');
async function load() {
  await sleep(5);
  throw new Error('offline');
}
async function main() {
  const loading = load();
  loading.catch(() => {});
  await sleep(40);
  try { await loading; } catch (error) { console.log(error.message); }
  const [r] = await Promise.allSettled([load()]);
  console.log(r.status);
}
main();
