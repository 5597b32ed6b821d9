'use strict';
const fs = require('node:fs');

// Whoever asks for a setting does not ask the program to stay.
class Settings {
  constructor(file) {
    this.file = file;
    this.read();
    this.watcher = fs.watch(file, () => this.read());
  }

  read() {
    const text = fs.readFileSync(this.file, 'utf8');
    if (text !== '') this.values = JSON.parse(text);
  }

  get(name) {
    return this.values[name];
  }
}

module.exports = { Settings };
