// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const locks = new Map();
async function withLock(key, fn) {
  const previous = locks.get(key) ?? Promise.resolve();
  let release;
  const current = new Promise((resolve) => { release = resolve; });
  const chained = previous.then(() => current);
  locks.set(key, chained);
  await previous;
  try {
    return await fn();
  } finally {
    release();
    if (locks.get(key) === chained) locks.delete(key);
  }
}
const carts = { ann: 0, bob: 0 };
async function add(who, n) {
  await withLock(who, async () => {
    const before = carts[who];
    await sleep(2);
    carts[who] = before + n;
  });
}
setTimeout(add, 1, 'ann', 1); setTimeout(add, 1, 'ann', 2); setTimeout(add, 2, 'bob', 3); setTimeout(add, 300, 'ann', 5);
setTimeout(() => console.log(carts), 500);
