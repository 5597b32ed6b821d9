// expect: nothing
// never: handle.leak
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class RotatingLog {
  constructor(dir) {
    this.dir = dir;
    this.part = 0;
    this.open();
  }

  open() {
    this.written = 0;
    this.out?.end();
    this.out = fs.createWriteStream(path.join(this.dir, `app.${this.part++}.log`));
  }

  write(line) {
    this.out.write(`${line}\n`);
    this.written += line.length;
    if (this.written >= 300) this.open();
  }

  close() {
    return new Promise((resolve) => this.out.end(resolve));
  }
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rotated-'));
const log = new RotatingLog(dir);
let n = 0;
const feed = setInterval(async () => {
  for (let k = 0; k < 5; k++) log.write(`request ${n++} was handled in ${n % 17} ms`);
  if (n < 200) return;
  clearInterval(feed);
  await log.close();
  console.log(fs.readdirSync(dir).length);
  fs.rmSync(dir, { recursive: true, force: true });
}, 4);
