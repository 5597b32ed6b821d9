// expect: none exit 0
// The same in the order of the names.
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
  const [first, second] = [from, to].sort();
  await withKey(first, async () => {
    await new Promise((r) => setTimeout(r, 2));
    await withKey(second, async () => {
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
