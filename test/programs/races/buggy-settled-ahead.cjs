// expect: race.check-then-act 9,12
'use strict';
// The answer is there before the time is over, but it is handed on by setImmediate: whoever gives up looks first, and settles the job.
class Job {
  constructor() {
    this.outcome = undefined;
  }
  giveUp() {
    if (!this.outcome) this.settle('too late');
  }
  settle(outcome) {
    if (this.outcome) return;
    this.outcome = outcome;
    console.log(outcome);
  }
  answer(text) {
    setImmediate(() => this.settle(text));
  }
}

const job = new Job();
console.log(job.outcome ? 'over' : 'asked');
setTimeout(() => job.answer('done'), 40);
setTimeout(() => job.giveUp(), 41);
const busyUntil = Date.now() + 48;
while (Date.now() < busyUntil);
