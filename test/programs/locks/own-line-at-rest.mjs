// expect: none exit 0
// Workers at rest behind a line: each is let in by another one, which may have ended.
const parked = [];
const jobs = [];
const done = [];
function take() {
  if (jobs.length > 0) return Promise.resolve(jobs.shift());
  return new Promise((resolve) => parked.push(resolve));
}
function put(job) {
  const wake = parked.shift();
  if (wake) wake(job);
  else jobs.push(job);
}
async function worker(id) {
  for (;;) {
    const job = await take();
    done.push(`${id}:${job}`);
    if (job === 'stop') return;
    if (job.length < 3) put(job + '+');
    if (job === 'last') put('stop');
  }
}
for (let id = 0; id < 3; id++) void worker(id);
put('a');
put('b');
setTimeout(() => put('last'), 3);
setTimeout(() => console.log(done.join(' ')), 9);
