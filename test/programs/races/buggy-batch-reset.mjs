// expect: race.atomicity 20 | race.check-then-act 20
import { setTimeout as delay } from 'node:timers/promises';

// What has come in is counted, and set back after the batch has been sent: what came meanwhile is forgotten.
class Meter {
  #count = 0;
  #sent = 0;

  constructor(limit) {
    this.limit = limit;
  }

  async note(job) {
    this.#count++;
    if (this.#count < this.limit) return;
    try {
      await job(this.#count);
      this.#sent++;
      // A failure keeps the count.
      this.#count = 0;
    } catch {
      this.#sent--;
    }
  }

  get left() {
    return this.#count + this.#sent * this.limit;
  }
}

const meter = new Meter(3);
const jobs = [];
for (let i = 0; i < 8; i++) {
  jobs.push(meter.note(() => delay(8)));
  await delay(2);
}
await Promise.all(jobs);
console.log(meter.left);
