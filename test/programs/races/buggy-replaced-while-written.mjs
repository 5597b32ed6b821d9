// expect: race.order.use-after-close 30,18
// The roll of paper of a till is changed at a hundred receipts; whoever prints calls for a new roll, does not wait for it, and prints on the old one, which has been cut off.
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

class Till {
  #printed = 0;
  #rolls = 0;

  constructor(folder) {
    this.folder = folder;
  }

  async change() {
    this.paper?.end();
    this.#printed = 0;
    await sleep(60);
    this.paper = createWriteStream(join(this.folder, `roll-${++this.#rolls}`));
    this.paper.on('error', (error) => console.log(error.code));
  }

  print(line) {
    if (++this.#printed > 3) {
      // A new one is on its way.
      this.change().catch(console.error);
    }
    this.paper.write(`${line}\n`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'till-'));
const till = new Till(folder);
await till.change();
for (const line of ['tea', 'milk', 'bread', 'salt', 'eggs']) {
  till.print(line);
  await sleep(120);
}
till.paper.end();
await once(till.paper, 'close');
rmSync(folder, { recursive: true });
