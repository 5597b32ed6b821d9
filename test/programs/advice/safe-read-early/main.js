// expect: nothing
'use strict';
const fs = require('node:fs/promises');
const { setTimeout: sleep } = require('node:timers/promises');

class Totals {
  constructor() {
    this.bytes = 0;
    this.size = undefined;
  }

  async add(file) {
    const { size } = await fs.stat(file);
    this.bytes += size;
  }

  async addAll(files) {
    await Promise.all(files.map((file) => this.add(file)));
    return this.bytes;
  }

  async refresh(file) {
    const { size } = await fs.stat(file);
    this.size = size;
  }

  // The newest size that is known; it is looked at again when it is there.
  async newest(file) {
    this.refresh(file);
    return this.size;
  }
}

async function main() {
  const totals = new Totals();
  const bytes = await totals.addAll([__filename, __filename]);
  let known = await totals.newest(__filename);
  while (known === undefined) {
    await sleep(10);
    known = await totals.newest(__filename);
  }
  await sleep(10);
  console.log(bytes > 0, known > 0, totals.size > 0);
}
main();
