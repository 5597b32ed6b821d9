// expect: nothing
// stop-after: 4
// That the first one is closed says nothing of the other one, which was to be opened later, and for good.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Shelf {
  constructor(folder) {
    this.folder = folder;
    this.watcher = null;
  }

  follow() {
    this.watcher = fs.watch(this.folder, (event, name) => console.log(event, name));
  }

  close() {
    if (this.watcher !== null) this.watcher.close();
    setImmediate(() => console.log('closed'));
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
const other = new Shelf(folder);
setTimeout(() => other.follow(), 40);
const shelf = new Shelf(folder);
shelf.close();
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
