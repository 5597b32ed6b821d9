// expect: race.order.use-after-close 14,20
class Job {
  load(rows, done) {
    setTimeout(() => {
      this.reader = rows.reader;
      this.type = rows.type;
      done();
    }, 5);
  }

  state(name) {
    // Whoever has stopped the job in the meantime has taken the reader away.
    try {
      console.log(this.type, name, this.reader.next());
    } catch (error) {
      console.log(error.name);
    }
  }
  stop() {
    this.reader = undefined;
  }
}

const jobs = [];
const job = new Job();
job.load({ type: 'mail', reader: { next: () => 1 } }, () => jobs.push(job));
setTimeout(() => job.stop(), 10);
const timer = setInterval(() => {
  const next = jobs.shift();
  if (next === undefined) return;
  clearInterval(timer);
  next.state('active');
}, 20);
