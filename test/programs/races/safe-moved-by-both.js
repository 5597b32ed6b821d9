// expect: nothing
// An outbox that is full is moved away to be sent, by whoever comes first: the next letters go to a new one.
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

class Outbox {
  letters = 2;
  batches = 0;

  constructor(folder) {
    this.folder = folder;
  }

  async post(letter) {
    if (this.letters >= 2) {
      const full = path.join(this.folder, `outbox-${this.batches}.txt`);
      this.batches += 1;
      this.letters = 0;
      await fs.rename(full, path.join(this.folder, `batch-${this.batches}.txt`));
    }
    this.letters += 1;
    await fs.appendFile(path.join(this.folder, `outbox-${this.batches}.txt`), letter);
  }
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-outbox-'));
  await fs.writeFile(path.join(folder, 'outbox-0.txt'), 'one\ntwo\n');
  const outbox = new Outbox(folder);
  await Promise.allSettled([outbox.post('three\n'), outbox.post('four\n')]);
  console.log('posted');
  await fs.rm(folder, { recursive: true });
}
main();
