// expect: none exit 0
// A test that has replaced the clock: what waits for its timers waits until the test turns it on, and this one does not.
const timers = [];
const real = globalThis.setTimeout;
globalThis.setTimeout = (callback, ms) => timers.push({ callback, ms });

async function untilIdle(job) {
  while (job.isRunning) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function stop(job) {
  await untilIdle(job);
  console.log('stopped');
}

const job = { isRunning: true };
void stop(job);
real(() => {
  globalThis.setTimeout = real;
  console.log(timers.length, 'timer kept back');
}, 20);
