// expect: nothing
// A batch counts itself as done, writes its log, and only then takes its size off what is left to send: that adds no work that somebody could miss.
import { setTimeout as sleep } from 'node:timers/promises';

class Sender {
  left = 6;
  open = 0;
  batches = [['ada', 'bob'], ['cyd', 'dan'], ['eve', 'fay']];

  async #send(batch) {
    this.open++;
    await sleep(10);
    this.open--;
    await sleep(15);
    this.left -= batch.length;
  }

  run() {
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        const batch = this.batches.shift();
        if (batch) return void this.#send(batch);
        if (this.open === 0 && this.left === 0) {
          clearInterval(timer);
          resolve();
        }
      }, 4);
    });
  }
}

await new Sender().run();
console.log('sent');
