// expect: hang.exit-pending 6 exit 0
// The pause is ended by clearing its timer, which settles nothing: whoever paused waits for ever, and the program ends without a word.
let timer;

async function untilIdle(job) {
  while (job.isRunning) await new Promise((resolve) => (timer = setTimeout(resolve, 60_000)));
}

async function stop(job) {
  await untilIdle(job);
  console.log('stopped');
}

const job = { isRunning: true };
void stop(job);
setTimeout(() => {
  job.isRunning = false;
  clearTimeout(timer);
}, 20);
