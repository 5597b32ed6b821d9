// expect: nothing
// What a row of the database does not have a job does not have either: nobody has taken it away.
class Job {
  load(rows, done) {
    setTimeout(() => {
      this.ttl = rows.ttl;
      this.type = rows.type;
      done();
    }, 5);
  }

  state(name) {
    const until = name === 'active' && this.ttl > 0 ? Date.now() + parseInt(this.ttl, 10) : 0;
    console.log(this.type, name, until);
  }
}

const jobs = [];
const job = new Job();
job.load({ type: 'mail' }, () => jobs.push(job));
const timer = setInterval(() => {
  const next = jobs.shift();
  if (next === undefined) return;
  clearInterval(timer);
  next.state('active');
}, 20);
