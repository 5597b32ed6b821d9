// expect: nothing
// One step finds the job and marks it.
const jobs = [
  { id: 1, status: 'new', runs: 0 },
  { id: 2, status: 'new', runs: 0 },
];
const tick = () => new Promise((resolve) => setTimeout(resolve, 2));
const db = {
  async claim(status, next) {
    await tick();
    const job = jobs.find((one) => one.status === status);
    if (job) job.status = next;
    return job;
  },
  async update(job, status) {
    await tick();
    job.status = status;
  },
};

async function worker() {
  for (let job = await db.claim('new', 'running'); job; job = await db.claim('new', 'running')) {
    job.runs++;
    await db.update(job, 'done');
  }
}
Promise.all([worker(), worker()]).then(() => console.log(jobs.length));
