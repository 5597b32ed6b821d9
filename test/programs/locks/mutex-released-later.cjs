// expect: none exit 0
// Who takes the lock has ended, and gives it back from a callback.
const { Mutex } = require('async-mutex');
const mutex = new Mutex();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function handle(slow) {
  const release = await mutex.acquire();
  try {
    await sleep(1);
    setTimeout(release, slow ? 60_000 : 10);
  } catch (error) {
    release();
    throw error;
  }
}
setTimeout(() => process.exit(), 3000);
handle(false);
setTimeout(handle, 100, true);
setTimeout(handle, 200, false);
