// expect: loop.microtask-starvation main.mjs:14 | loop.microtask-starvation main.mjs:15
// A list that is worked off for long: thirty thousand things are taken and none is put back, and the report must be there in time all the same.
const queue = Array.from({ length: 30_000 }, (_, id) => ({ id }));
let total = 0;

async function score(job) {
  let x = job.id;
  for (let k = 0; k < 500; k++) x = (x * 48271) % 2147483647;
  return x;
}
async function workOff() {
  while (queue.length > 0) {
    const job = queue.pop();
    const points = await score(job);
    total += points;
  }
}
let isDone = false;
const heart = setInterval(() => isDone && clearInterval(heart), 20);
await new Promise((resolve) => setTimeout(resolve, 2));
await workOff();
isDone = true;
console.log(total > 0);
