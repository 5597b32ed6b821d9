// expect: nothing
// One feeder sees that there is room, and takes it when it has the next job; others who are done meanwhile make more of it.
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

await feed();
console.log(sum, active);
