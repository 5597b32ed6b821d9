// expect: lock.order-inversion 16,15 exit 0
// Who asks for the locks is no async function: callbacks of timers.
class KeyedLock {
  constructor() {
    this.tails = {};
  }
  run(key, work) {
    const next = (this.tails[key] ?? Promise.resolve()).then(() => work());
    this.tails[key] = next.catch(() => {});
    return next;
  }
}
const locks = new KeyedLock();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const swap = (from, to) => locks.run(from, async () => {
  await sleep(2); return locks.run(to, async () => `${from} and ${to}`);
});
setTimeout(() => swap('bow', 'stern'), 1);
setTimeout(() => swap('stern', 'bow').then(console.log), 1200);
