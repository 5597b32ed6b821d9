// expect: none exit 0
// Whoever asks for the keys is a reaction, no async function; the keys are taken in one order by all.
const AsyncLock = require('async-lock');
const lock = new AsyncLock();
const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const dub = (reels) => lock.acquire(reels, async () => {
  await settle(2);
  return reels.join('+');
});
Promise.all([
  settle(1).then(() => dub(['sound', 'film'])),
  settle(40).then(() => dub(['sound', 'film'])),
]).then((done) => console.log(done.join(' ')));
