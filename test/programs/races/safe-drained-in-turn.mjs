// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

// Whoever finds enough asks for a turn; when it comes, all that is there is taken, be it more, or nothing any more.
class Metrics {
  rows = [];
  written = [];
  #flushing = Promise.resolve();

  add(row) {
    this.rows.push(row);
    if (this.rows.length >= 5) this.#flushing = this.#flushing.then(() => this.flush());
  }

  async flush() {
    const batch = this.rows.splice(0);
    await sleep(8);
    this.written.push(...batch);
  }

  async close() {
    await this.#flushing;
    await this.flush();
  }
}

class Lines {
  waiting = [];
  written = 0;

  add(line) {
    this.waiting.push(line);
    if (this.waiting.length >= 4) setImmediate(() => this.send());
  }

  send() {
    const lines = this.waiting;
    this.waiting = [];
    this.written += lines.length;
  }
}

const metrics = new Metrics();
const lines = new Lines();
for (let i = 0; i < 23; i++) {
  metrics.add(`m${i}`);
  lines.add(`l${i}`);
  if (i % 6 === 0) await sleep(1);
}
await metrics.close();
lines.send();
console.log('written', metrics.written.length, lines.written);
