// expect: race.check-then-act 13 | race.atomicity 13
import { setTimeout as sleep } from 'node:timers/promises';

class Journal {
  dirty = 0;
  saved = 0;
  async flush() {
    // With nothing there the check does not let pass: what is set back is used up.
    if (this.dirty === 0) return;
    const lines = this.dirty;
    await sleep(3);
    this.saved += lines;
    this.dirty = 0;
  }
  note() {
    this.dirty++;
  }
}

const journal = new Journal();
journal.note();
const flushing = journal.flush();
setImmediate(() => journal.note());
await flushing;
journal.note();
await journal.flush();
await journal.flush();
console.log(journal.saved > 0);
