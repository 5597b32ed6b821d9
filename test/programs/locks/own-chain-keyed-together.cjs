// expect: lock.order-inversion 20,18 exit 0
// Two transfers begin in one step, two the other way round later.
const locks = new Map();
async function withKey(key, work) {
  const before = locks.get(key) ?? Promise.resolve();
  let open;
  const mine = new Promise((resolve) => { open = resolve; });
  locks.set(key, before.then(() => mine));
  await before;
  try {
    return await work();
  } finally {
    open();
  }
}
const wallets = { ann: 50, bob: 20, cleo: 5 };
async function pay(from, to, amount) {
  await withKey(from, async () => {
    await new Promise((r) => setTimeout(r, 2));
    await withKey(to, async () => {
      wallets[from] -= amount;
      wallets[to] += amount;
    });
  });
}
setImmediate(() => {
  pay('ann', 'bob', 5);
  pay('ann', 'bob', 2).then(() => { isPaid = true; });
});
let isPaid = false;
const timer = setInterval(() => {
  if (!isPaid) return;
  clearInterval(timer);
  pay('bob', 'ann', 3);
  pay('bob', 'ann', 1).then(() => console.log(wallets));
}, 1);
