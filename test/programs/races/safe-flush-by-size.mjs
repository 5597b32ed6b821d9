// expect: nothing
// A write-behind buffer: flushes by size or by time, one flush at a time, keeps a failed batch, drains on close.
import { setTimeout as sleep } from 'node:timers/promises';

class BatchWriter {
  #buffer = [];
  #timer;
  #flushing;
  #sink;
  #size;
  #delay;
  constructor(sink, size = 5, delay = 20) {
    this.#sink = sink;
    this.#size = size;
    this.#delay = delay;
  }
  add(item) {
    this.#buffer.push(item);
    if (this.#buffer.length >= this.#size) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), this.#delay);
  }
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushing ??= this.#run().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }
  async #run() {
    while (this.#buffer.length > 0) {
      const batch = this.#buffer.splice(0, this.#size);
      try {
        await this.#sink.write(batch);
      } catch {
        this.#buffer.unshift(...batch);
        await sleep(3);
      }
    }
  }
  async close() {
    await this.flush();
  }
}

const rows = [];
let writes = 0;
const writer = new BatchWriter({
  async write(batch) {
    writes++;
    await sleep(4);
    if (writes === 2) throw new Error('deadlock victim');
    rows.push(...batch);
  },
});

async function producer(base) {
  for (let i = 0; i < 8; i++) {
    writer.add(base + i);
    await sleep(1 + (i % 3));
  }
}
await Promise.all([producer(100), producer(200), producer(300)]);
await writer.close();
console.log(rows.length, new Set(rows).size);
