// expect: timer.leak main.js:13
// stop-after: 5
'use strict';
// The store is closed, and its sweeper, which writes the file, goes on.
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

class Store {
  constructor(file) {
    this.file = file;
    this.rows = new Map();
    this.sweeper = setInterval(() => this.sweep(), 200);
  }
  async sweep() {
    for (const [id, at] of this.rows) if (at < 0) this.rows.delete(id);
    await this.save();
  }
  async save() {
    await fs.writeFile(this.file, JSON.stringify([...this.rows]));
  }
  async close() {
    await this.save();
  }
}

async function main() {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'store-'));
  const store = new Store(path.join(dir, 'rows.json'));
  store.rows.set('a', 1);
  await store.close();
  console.log('done', store.rows.size);
}

main();
