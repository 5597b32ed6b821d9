// expect: nothing
// A job is filled by the callback that has its row, before anybody has the job.
const ready = [];

class Job {
  static get(row, done) {
    const job = new Job();
    setTimeout(() => {
      job.type = row.type;
      job.attempts = row.attempts;
      job.limit = row.limit;
      job.state = 'active';
      done(job);
    }, 5);
  }

  attempt(done) {
    if (this.attempts < this.limit) {
      setTimeout(() => {
        this.attempts = Date.now() % 7;
        done(this.limit - this.attempts);
      }, 5);
    } else done(0);
  }
}

for (const type of ['mail', 'print']) Job.get({ type, attempts: 1, limit: 9 }, (job) => ready.push(job));
let left = 2;
const timer = setInterval(() => {
  const job = ready.shift();
  if (job === undefined) return;
  job.attempt(() => console.log(job.type, job.state));
  if (--left === 0) clearInterval(timer);
}, 20);
