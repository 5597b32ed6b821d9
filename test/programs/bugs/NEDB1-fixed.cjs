// expect: nothing
/** The repaired twin of NEDB1.cjs: whoever makes an index waits until it is in the file. */
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

class Datastore {
  constructor(file) {
    this.file = file;
    this.indexes = {};
    this.docs = [];
  }
  async ensureIndex(field) {
    this.indexes[field] = new Map();
    await this.persist({ $$indexCreated: field });
  }
  async persist(line) {
    await fs.appendFile(this.file, `${JSON.stringify(line)}\n`);
  }
  async load() {
    const text = await fs.readFile(this.file, 'utf8');
    this.docs = text.split('\n').filter((line) => line.startsWith('{"z"'));
    for (const field of Object.keys(this.indexes)) {
      for (const doc of this.docs) this.indexes[field].set(doc, true);
    }
  }
  async compact(docs) {
    await fs.writeFile(this.file, docs.map((doc) => `${JSON.stringify(doc)}\n`).join(''));
  }
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'nedb-'));
  const db = new Datastore(path.join(folder, 'test.db'));
  await db.ensureIndex('z');
  await db.compact([{ z: 1 }, { z: 2 }, { z: 3 }]);
  await db.load();
  console.log('loaded');
  await fs.rm(folder, { recursive: true });
}
main();
