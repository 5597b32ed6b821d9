// expect: nothing
// A scan that is not begun, and not gone on with, once the watcher has been closed: it asks before and after.
const fs = require('node:fs');
const path = require('node:path');

class Watcher {
  constructor(folder) {
    this.folder = folder;
    this.closed = false;
    this.files = [];
  }

  scan(then) {
    process.nextTick(() => {
      if (this.closed) return;
      fs.readdir(this.folder, (error, items) => {
        if (this.closed) return;
        if (error) throw error;
        this.files = items.map((item) => path.join(this.folder, item));
        then(this.files.length);
      });
    });
  }

  close() {
    this.closed = true;
  }
}

const watchers = [new Watcher(__dirname), new Watcher(__dirname)];
// Which of the two comes first is open: so it is not printed.
for (const watcher of watchers) watcher.scan((found) => found > 0 || console.log('nothing'));
fs.stat(__dirname, () => watchers[0].close());
setImmediate(() => watchers[1].close());
process.on('exit', () => console.log('closed'));
