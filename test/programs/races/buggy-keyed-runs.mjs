// expect: race.atomicity 15,13
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const running = new Map();
function once(key, job) {
  if (running.has(key)) running.get(key).catch(() => {});
  const run = Promise.resolve().then(job);
  running.set(key, run);
  run.finally(() => running.delete(key));
  return run;
}
const carts = { ann: 0 };
const add = (who, n) => once(who, async () => {
  const before = carts[who];
  await sleep(5);
  carts[who] = before + n;
});
setTimeout(add, 1, 'ann', 1); setTimeout(add, 1, 'ann', 2); setTimeout(add, 300, 'ann', 5);
setTimeout(() => console.log(carts), 500);
