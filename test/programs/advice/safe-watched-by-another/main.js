// expect: nothing
// stop-after: 4
// Two are opened, and only one of them is closed before its folder was found.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Shelf {
  constructor(folder) {
    this.folder = folder;
    this.watcher = null;
  }

  open() {
    fs.stat(this.folder, () => {
      if (this.isClosed) return;
      this.watcher = fs.watch(this.folder, (event, name) => console.log(event, name));
    });
  }

  close() {
    this.isClosed = true;
    if (this.watcher !== null) this.watcher.close();
    setImmediate(() => console.log('closed'));
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
const other = new Shelf(folder);
other.open();
const shelf = new Shelf(folder);
shelf.open();
shelf.close();
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
