// expect: promise.floating main.js:37
'use strict';
const { mkdtemp, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

// What is put into the line waits until it is opened, and the process ends before: the row is in no file.
class Line {
  constructor() {
    this.last = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  run(work) {
    this.last = this.last.then(() => work());
    return this.last.then((result) => result);
  }
}

class Store {
  constructor(file) {
    this.line = new Line();
    this.file = file;
  }

  insert(row) {
    return this.line.run(() => writeFile(this.file, row));
  }
}

async function main() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'interleave-turn-'));
  const store = new Store(path.join(folder, 'rows'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  setTimeout(() => store.line.open(), 3000);
  store.insert('a');
  await new Promise((resolve) => setTimeout(resolve, 20));
}

main().then(() => setTimeout(() => process.exit(0), 30));
