// expect: race.fs.toctou 18
// An outbox that is full is moved away to be sent; two letters that come at once both find it full.
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
    if (this.letters < 2) return fs.appendFile(path.join(this.folder, 'outbox.txt'), letter);
    await fs.rename(path.join(this.folder, 'outbox.txt'), path.join(this.folder, `batch-${++this.batches}.txt`));
    await fs.writeFile(path.join(this.folder, 'outbox.txt'), letter);
  }
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-outbox-'));
  await fs.writeFile(path.join(folder, 'outbox.txt'), 'one\ntwo\n');
  const outbox = new Outbox(folder);
  await Promise.allSettled([outbox.post('three\n'), outbox.post('four\n')]);
  console.log('posted');
  await fs.rm(folder, { recursive: true });
}
main();
