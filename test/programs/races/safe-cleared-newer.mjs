// expect: nothing
// A reader flushes its tape, and takes out that one.
import { setTimeout as wait } from 'node:timers/promises';

async function load(label) {
  await wait(4);
  return { label, flush: () => wait(14), eject() {} };
}

class Reader {
  tape = null;

  insert(label) {
    return this.#put(load(label));
  }

  async #put(tape) {
    this.tape = await tape;
  }

  async remove() {
    const { tape } = this;
    await tape.flush();
    tape.eject();
    if (this.tape === tape) this.tape = null;
  }
}

const reader = new Reader();
await reader.insert('first');
await Promise.all([reader.remove(), reader.insert('second')]);
console.log(reader.tape?.label ?? 'no tape');
