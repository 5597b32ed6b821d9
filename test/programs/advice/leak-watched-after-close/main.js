// expect: handle.leak main.js:20
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

  // The folder is asked for first, and by then it may be too late.
  open() {
    fs.stat(this.folder, (err) => {
      if (err) return;
      fs.realpath(this.folder, (failed, found) => {
        this.watcher = fs.watch(failed ? this.folder : found, (event, name) => console.log(event, name));
      });
    });
  }

  close() {
    this.isClosed = true;
    if (this.watcher !== null) this.watcher.close();
    setImmediate(() => console.log('closed'));
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
const shelf = new Shelf(folder);
shelf.open();
shelf.close();
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
