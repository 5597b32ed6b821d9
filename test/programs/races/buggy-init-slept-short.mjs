// expect: race.order.use-before-init 14,21
// Near twin of safe-init-slept-over: the delay is hardly longer than what it waits for.
import { setTimeout as delay } from 'node:timers/promises';

class Rates {
  latest = null;

  start() {
    this.refresh();
  }

  async refresh() {
    await delay(60);
    this.latest = { rate: 7 };
  }
}

const rates = new Rates();
rates.start();
await delay(80);
console.log(rates.latest.rate);
