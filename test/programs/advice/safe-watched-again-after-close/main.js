// expect: nothing
// stop-after: 4
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Shelf {
  constructor(folder) {
    this.folder = folder;
    this.isClosed = false;
    this.watcher = null;
  }

  open() {
    this.isClosed = false;
    fs.stat(this.folder, (err) => {
      if (err || this.isClosed) return;
      this.watcher = fs.watch(this.folder, (event, name) => console.log(event, name));
    });
  }

  close() {
    this.isClosed = true;
    if (this.watcher !== null) this.watcher.close();
    this.watcher = null;
    setImmediate(() => console.log('closed'));
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
const shelf = new Shelf(folder);
shelf.open();
shelf.close();
// It is to be watched again, for good.
setTimeout(() => shelf.open(), 30);
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
