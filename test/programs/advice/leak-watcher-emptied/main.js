// expect: handle.leak main.js:20
// stop-after: 4
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Rules {
  watcher = null;

  constructor(file) {
    this.file = file;
  }

  load() {
    this.limit = Number(fs.readFileSync(this.file, 'utf8'));
  }

  follow() {
    this.watcher = fs.watch(this.file, () => this.load());
  }

  rest() {
    this.watcher = null;
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rules-'));
fs.writeFileSync(path.join(folder, 'limit'), '12');
const rules = new Rules(path.join(folder, 'limit'));
rules.load();
rules.follow();
setTimeout(() => {
  console.log('limit', rules.limit);
  rules.rest();
}, 50);
