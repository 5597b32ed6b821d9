// expect: nothing
// What was sent is taken from the front, as many as were there: rows that came meanwhile stand behind them.
import { setTimeout as delay } from 'node:timers/promises';

class Buffer {
  #rows = [];
  #busy = false;
  sent = 0;

  get size() {
    return this.#rows.length;
  }

  add(row) {
    this.#rows.push(row);
  }

  async flush() {
    if (this.#busy || this.#rows.length === 0) return;
    this.#busy = true;
    try {
      const batch = this.#rows.slice(0, 10);
      await delay(3);
      this.sent += batch.length;
      this.#rows.splice(0, batch.length);
    } finally {
      this.#busy = false;
    }
  }
}

const buffer = new Buffer();
const timer = setInterval(() => void buffer.flush(), 6);
for (let i = 0; i < 10; i++) {
  buffer.add(i);
  await delay(4);
}
clearInterval(timer);
console.log(buffer.sent + buffer.size);
