// expect: promise.floating main.js:23
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Store {
  constructor(file) {
    this.file = file;
  }

  async load() {
    return JSON.parse(await fs.promises.readFile(this.file, 'utf8'));
  }

  async save(data) {
    await fs.promises.writeFile(`${this.file}.tmp`, JSON.stringify(data));
    await fs.promises.rename(`${this.file}.tmp`, this.file);
  }

  update(change) {
    return this.load().then((data) => {
      this.save({ ...data, ...change });
    });
  }
}

const store = new Store(path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'prefs-')), 'prefs.json'));
fs.writeFileSync(store.file, '{"theme":"light"}');
store
  .update({ theme: 'dark' })
  .then(() => store.load())
  .then((prefs) => console.log(prefs.theme));
