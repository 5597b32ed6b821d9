// expect: none exit 0
// Whoever keeps a bench for too long loses it, and does not give it back once more at the end.
const { default: Semaphore } = require('semaphore-async-await');
const benches = new Semaphore(2);
const work = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function carve(ms) {
  await benches.wait();
  let has = true;
  const leave = () => {
    if (has) benches.signal();
    has = false;
  };
  const over = setTimeout(leave, 50);
  await work(ms);
  clearTimeout(over);
  leave();
}
Promise.all([carve(8), carve(120), carve(8), carve(8), carve(8)]).then(() => console.log(benches.getPermits()));
