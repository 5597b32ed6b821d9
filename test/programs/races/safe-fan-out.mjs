// expect: nothing
// Who set several calls going, and waited for them, flushes what they left and looks at what they stored: that is no step of any of them.
import { setTimeout as delay } from 'node:timers/promises';

class Writer {
  #rows = [];
  #timer;
  #flushing = Promise.resolve();
  written = [];
  add(row) {
    this.#rows.push(row);
    if (this.#rows.length >= 4) return this.flush();
    this.#timer ??= setTimeout(() => void this.flush(), 3);
    return this.#flushing;
  }
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rows = this.#rows.splice(0);
    if (rows.length > 0) this.#flushing = this.#flushing.then(() => this.#write(rows));
    return this.#flushing;
  }
  async #write(rows) {
    await delay(1);
    this.written.push(...rows);
  }
}
const writer = new Writer();
await Promise.all(
  Array.from({ length: 10 }, async (_, i) => {
    await delay(i % 3);
    await writer.add(i);
  }),
);
await delay(10);
await writer.flush();
console.log(writer.written.length);

// One after the other, by a chain.
const state = { version: 0 };
let tail = Promise.resolve();
function next() {
  const run = tail.then(async () => {
    const { version } = state;
    await delay(1);
    state.version = version + 1;
  });
  tail = run.catch(() => {});
  return run;
}
await Promise.all([next(), next(), next()]);
console.log(state.version);
