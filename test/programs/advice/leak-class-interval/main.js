// expect: timer.leak main.js:8
// stop-after: 5
'use strict';
// The class can stop its interval, and nobody asks it to.
class Metrics {
  constructor() {
    this.count = 0;
    this.timer = setInterval(() => this.roll(), 200);
  }
  roll() {
    this.last = this.count;
  }
  stop() {
    clearInterval(this.timer);
  }
}

const metrics = new Metrics();
metrics.count++;
console.log('done', metrics.count);
