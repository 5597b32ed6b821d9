// expect: nothing
// `end` ends one job of the ledger, not the ledger.
const fs = require('node:fs');

class Ledger {
  constructor() {
    this.busy = false;
    this.jobs = [];
    this.total = 0;
  }
  add(n, done) {
    this.jobs.push([n, done]);
    this.run();
  }
  run() {
    if (this.busy) return;
    const job = this.jobs.shift();
    if (!job) return;
    this.busy = true;
    const { total } = this;
    fs.stat(__filename, (error) => {
      if (error) throw error;
      this.total = total + job[0];
      this.end(job);
    });
  }
  end([, done]) {
    this.busy = false;
    done(this.total);
    process.nextTick(() => this.run());
  }
}

const ledger = new Ledger();
for (const n of [5, 250, 260]) setTimeout(() => ledger.add(n, (total) => console.log(total > 0)), n);
