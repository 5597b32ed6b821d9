// expect: race.fs.lost-update 24,34
/**
 * NEDB1: nedb, https://github.com/louischatriot/nedb/issues/609 and pull request 610; https://github.com/seald/nedb/issues/9.
 * Root cause: ensureIndex is meant to be synchronous, but appends a line to the file of the database and waits for nothing; whoever writes that
 * file next (the compaction, or the test before it loads the file) does so at the same time, and lines are lost or spoilt.
 * Fix: ensureIndex is asynchronous, and every operation on the file goes through the executor of the database.
 */
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
  ensureIndex(field) {
    this.indexes[field] = new Map();
    this.persist({ $$indexCreated: field });
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
  db.ensureIndex('z');
  await db.compact([{ z: 1 }, { z: 2 }, { z: 3 }]);
  await db.load();
  console.log('loaded');
  await fs.rm(folder, { recursive: true });
}
main();
