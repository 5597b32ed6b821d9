// expect: lock.double-release 9 exit 0
// Whoever keeps a bench for too long loses it, and gives it back once more at the end.
const { default: Semaphore } = require('semaphore-async-await');
const benches = new Semaphore(2);
const work = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function carve(ms) {
  await benches.wait();
  const leave = () => benches.signal();
  const over = setTimeout(leave, 50);
  await work(ms);
  clearTimeout(over);
  leave();
}
Promise.all([carve(8), carve(120), carve(8), carve(8), carve(8)]).then(() => console.log(benches.getPermits()));
