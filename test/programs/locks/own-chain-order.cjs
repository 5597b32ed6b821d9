// expect: lock.order-inversion 15 exit 0
const tails = new Map();
function withLock(key, task) {
  const previous = tails.get(key) ?? Promise.resolve();
  const current = previous.then(task, task);
  tails.set(key, current);
  return current.finally(() => {
    if (tails.get(key) === current) tails.delete(key);
  });
}
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function swap(a, b) {
  await withLock(a, async () => {
    await sleep(2);
    await withLock(b, () => sleep(2));
  });
}
async function customer(ms, a, b) {
  await sleep(ms);
  await swap(a, b);
}
customer(1, '12A', '14C');
customer(1200, '14C', '12A');
