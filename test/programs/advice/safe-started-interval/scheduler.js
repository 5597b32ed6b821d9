'use strict';

class Scheduler {
  plan = [];
  timer = undefined;
  start() {
    this.timer = setInterval(() => this.look(), 100);
  }
  stop() {
    clearInterval(this.timer);
  }
  at(ms, run) {
    this.plan.push({ ms, run });
  }
  look() {
    const due = this.plan.filter((entry) => entry.ms <= Date.now());
    for (const { run } of due) run();
  }
}

module.exports = { Scheduler };
