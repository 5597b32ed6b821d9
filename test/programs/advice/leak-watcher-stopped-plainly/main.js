// expect: handle.leak main.js:22
// stop-after: 4
// stop() waits for nothing, sets a mark and leaves the watcher.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Palette {
  colours = [];
  #isLive = false;

  constructor(file) {
    this.file = file;
  }

  begin() {
    this.#isLive = true;
    this.#read();
    const { file } = this;
    // What it gives is kept nowhere.
    fs.watch(file, () => this.#read());
  }

  #read() {
    if (!this.#isLive) return;
    this.colours = fs.readFileSync(this.file, 'utf8').split(' ');
  }

  stop() {
    this.#isLive = false;
  }
}

const file = path.join(os.tmpdir(), `interleave-palette-${process.pid}.txt`);
fs.writeFileSync(file, 'red blue');
const palette = new Palette(file);
palette.begin();
setTimeout(() => {
  palette.stop();
  console.log('colours', palette.colours.length);
}, 50);
process.on('exit', () => fs.rmSync(file, { force: true }));
