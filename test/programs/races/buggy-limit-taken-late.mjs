// expect: race.check-then-act 26
// As safe-limit-makes-room.mjs, but there are two feeders: both have seen the same room.
const limit = 3;
let active = 0;
let sum = 0;
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function nextJob(n) {
  await turn();
  return n;
}

async function work(n) {
  await turn();
  await turn();
  sum += n;
}

async function feed() {
  for (let n = 0; n < 20; ) {
    if (active >= limit) {
      await turn();
      continue;
    }
    const job = await nextJob(n++);
    active++;
    work(job).then(() => {
      active--;
    });
  }
  while (active > 0) await turn();
}

await Promise.all([feed(), feed()]);
console.log(sum, active);
