'use strict';
const fs = require('node:fs');

class List {
  constructor(file) {
    this.file = file;
    this.names = [];
    this.timer = undefined;
  }

  read() {
    this.names = fs.readFileSync(this.file, 'utf8').split('\n').filter(Boolean);
    this.timer = undefined;
  }

  // Whoever closes the list closes the newest watcher only.
  refresh() {
    clearTimeout(this.timer);
    this.read();
    this.watcher = fs.watch(this.file, () => {
      this.timer ??= setTimeout(() => this.read(), 10);
    });
  }

  close() {
    this.watcher.close();
    clearTimeout(this.timer);
  }
}

module.exports = { List };
