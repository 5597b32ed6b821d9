// expect: nothing
// A page that is not there is only counted while another one is being copied: at its end the binder looks whether that was the last.
'use strict';
const fs = require('node:fs');
const { EventEmitter } = require('node:events');

class Binder extends EventEmitter {
  constructor(target) {
    super();
    this.out = fs.createWriteStream(target);
    this.looking = 0;
    this.pages = [];
    this.busy = false;
    this.finalizing = false;
    this.closed = false;
    this.bytes = 0;
  }

  add(file, ms) {
    this.looking++;
    const look = (done) => setTimeout(() => fs.lstat(file, done), ms);
    look((error, stats) => {
      this.looking--;
      if (error) {
        this.emit('warning', error);
        this.work();
        return;
      }
      this.pages.push({ file, size: stats.size });
      this.work();
    });
  }

  work() {
    if (this.busy) return;
    const entry = this.pages.shift();
    if (!entry) return this.drain();
    this.busy = true;
    fs.readFile(entry.file, (error, content) => {
      if (error) return this.emit('error', error);
      this.out.write(content, () => {
        this.bytes += content.length;
        this.busy = false;
        this.work();
      });
    });
  }

  drain() {
    if (this.finalizing && !this.closed && this.looking === 0) {
      this.closed = true;
      this.out.end(() => this.emit('close', this.bytes));
    }
  }

  finalize() {
    this.finalizing = true;
  }
}

const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'binder-'));
fs.writeFileSync(path.join(dir, 'cover'), 'cover');
fs.writeFileSync(path.join(dir, 'plan'), Buffer.alloc(6_000_000, 7));

const binder = new Binder(path.join(dir, 'book'));
binder.on('warning', (error) => console.log('skipped', path.basename(error.path)));
binder.on('close', (bytes) => {
  console.log('written', bytes);
  fs.rmSync(dir, { recursive: true });
});
binder.add(path.join(dir, 'no-such-page'), 34);
binder.add(path.join(dir, 'cover'), 2);
binder.add(path.join(dir, 'plan'), 30);
binder.finalize();
