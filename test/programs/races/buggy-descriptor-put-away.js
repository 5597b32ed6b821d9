// expect: race.order.use-after-close 20,32
// An atlas reads its pages by one descriptor. It is put away while pages are still being read: those that have been asked for are read from whatever has the number by then, or not at all.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Atlas {
  constructor(file) {
    this.fd = fs.openSync(file, 'r');
    this.reading = 0;
    this.isPutAway = false;
  }

  page(number, show) {
    const page = Buffer.alloc(32);
    if (this.isPutAway) return show(null);
    this.reading++;
    // One page.
    fs.read(this.fd, page, 0, 32, number * 32, (error, size) => {
      this.reading--;
      show(error ? null : page.toString('latin1', 0, size));
    });
  }

  putAway() {
    this.isPutAway = true;
    this.close();
  }

  close() {
    fs.closeSync(this.fd);
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'atlas-'));
const file = path.join(folder, 'pages');
fs.writeFileSync(file, 'x'.repeat(4096));
const atlas = new Atlas(file);
let shown = 0;
setTimeout(() => {
  for (let number = 0; number < 8; number++) atlas.page(number, () => shown++);
  atlas.putAway();
}, 3);
setTimeout(() => {
  console.log('shown', shown);
  fs.rmSync(folder, { recursive: true });
}, 30);
