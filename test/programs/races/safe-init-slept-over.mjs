// expect: nothing
// Whoever uses it waits by the clock, and for much longer than it takes: that is no order, but no slip either.
import { setTimeout as delay } from 'node:timers/promises';

class Rates {
  latest = null;

  start() {
    this.refresh();
    this.timer = setInterval(() => this.refresh(), 100);
  }

  async refresh() {
    await delay(10);
    this.latest = { rate: 7 };
  }
}

const rates = new Rates();
rates.start();
await delay(350);
clearInterval(rates.timer);
await delay(50);
console.log(rates.latest.rate);
