// expect: nothing
// The close comes while the folder is still looked up; a second one, at the end, finds what has been made since.
'use strict';
const fs = require('node:fs');

class Sentry {
  constructor() {
    this.watchers = [];
  }

  add(folder) {
    fs.stat(folder, (error) => {
      if (error) return;
      this.watchers.push(fs.watch(folder, { persistent: false }));
    });
  }

  close() {
    this.watchers.forEach((watcher) => watcher.close());
    this.watchers = [];
  }
}

const sentry = new Sentry();
sentry.add(__dirname);
setImmediate(() => sentry.close());
setTimeout(() => sentry.close(), 150);
