// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const tails = new Map();
function withLock(key, job) {
  const before = tails.get(key) ?? Promise.resolve();
  const run = before.then(job, job);
  const tail = run.finally(() => { if (tails.get(key) === tail) tails.delete(key); });
  tails.set(key, tail);
  return run;
}
const carts = { ann: 0, bob: 0 };
const add = (who, n) => withLock(who, async () => {
  const before = carts[who];
  await sleep(2);
  carts[who] = before + n;
});
setTimeout(add, 1, 'ann', 1); setTimeout(add, 2, 'ann', 2); setTimeout(add, 2, 'bob', 3); setTimeout(add, 40, 'ann', 5);
setTimeout(() => console.log(carts), 500);
