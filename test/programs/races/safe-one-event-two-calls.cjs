// expect: nothing
// A second skip sees that one is under way, and does nothing.
const { createReadStream } = require('node:fs');

class Jukebox {
  constructor(file) {
    this.file = file;
    this.track = null;
    this.played = 0;
    this.skipping = false;
  }

  play() {
    this.track = createReadStream(this.file, { highWaterMark: 16 });
    this.played++;
  }

  skip() {
    const old = this.track;
    if (this.skipping) return;
    if (!old || old.destroyed) return this.play();
    this.skipping = true;
    old.once('close', () => {
      this.skipping = false;
      this.play();
    });
    setTimeout(() => old.destroy(), 20);
  }
}

const box = new Jukebox(__filename);
box.play();
setTimeout(() => {
  box.skip();
  // a guest is impatient
  setTimeout(() => box.skip(), 5);
}, 10);
setTimeout(() => {
  console.log('playing', box.track !== null, 'of', box.played);
}, 120);
