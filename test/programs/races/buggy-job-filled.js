// expect: race.check-then-act 20,18
// A job is filled again by a callback that nothing makes wait for what is done with it.
const ready = [];

class Job {
  load(row, done) {
    const job = this;
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

const one = new Job();
const row = { type: 'mail', attempts: 1, limit: 9 };
one.load(row, (job) => ready.push(job));
setTimeout(() => one.load({ ...row, attempts: 2 }, () => {}), 18);
let left = 1;
const timer = setInterval(() => {
  const job = ready.shift();
  if (job === undefined) return;
  job.attempt(() => console.log(job.type, job.state));
  if (--left === 0) clearInterval(timer);
}, 20);
