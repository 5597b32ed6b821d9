// expect: race.check-then-act 14
const jobs = [
  { id: 1, status: 'new', runs: 0 },
  { id: 2, status: 'new', runs: 0 },
];
const tick = () => new Promise((resolve) => setTimeout(resolve, 2));
const db = {
  async findOne(status) {
    await tick();
    return jobs.find((job) => job.status === status);
  },
  async update(job, status) {
    await tick();
    job.status = status;
  },
};

async function worker() {
  for (let job = await db.findOne('new'); job; job = await db.findOne('new')) {
    await db.update(job, 'running');
    job.runs++;
  }
}
Promise.all([worker(), worker()]).then(() => console.log(jobs.length));
