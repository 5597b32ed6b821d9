// expect: race.order.use-after-close 16,23
// A journal has a method of its own that closes its file, and does not know of the lines that it is still making.
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

class Journal {
  constructor(handle) {
    this.handle = handle;
  }

  async append(event) {
    const line = await this.encode(event);
    // EBADF: nobody waits for who has begun.
    await this.handle.write(line);
  }
  async encode(event) {
    await delay(20);
    return `${JSON.stringify(event)}\n`;
  }
  async close() {
    await this.handle.close();
  }
}

const file = join(tmpdir(), `journal-${process.pid}.log`);
const journal = new Journal(await open(file, 'w'));
const results = ['start', 'stop'].map((type) =>
  journal.append({ type }).then(
    () => 'written',
    (error) => `failed ${error.code}`,
  ),
);
await delay(2);
await journal.close();
console.log((await Promise.all(results)).join(' '));
await rm(file, { force: true });
