// expect: race.atomicity 24,22
// Who waits for the first of several jobs goes on while the others may still be at work, although here these happen to be done by then.
import { setTimeout as sleep } from 'node:timers/promises';

const first = (jobs) =>
  new Promise((resolve, reject) => {
    let failed = 0;
    for (const job of jobs) {
      job().then(
        (isDone) => isDone && resolve(),
        (error) => {
          failed++;
          if (failed === jobs.length) reject(error);
        },
      );
    }
  });

class Stock {
  count = 10;
  async take(ms) {
    const { count } = this;
    await sleep(ms);
    this.count = count - 1;
    return ms > 10;
  }
}

const stock = new Stock();
await first([() => stock.take(4), async () => (await sleep(30), true)]);
await first([() => stock.take(4), async () => (await sleep(30), true)]);
console.log(stock.count);
