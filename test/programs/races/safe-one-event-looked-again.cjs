// expect: nothing
// Two skips wait for the same end of a track; the second listener sees that the next one has begun.
const { createReadStream } = require('node:fs');

class Jukebox {
  constructor(file) {
    this.file = file;
    this.track = null;
    this.played = 0;
  }

  play() {
    this.track = createReadStream(this.file, { highWaterMark: 16 });
    this.played++;
  }

  skip() {
    const old = this.track;
    if (!old || old.destroyed) return this.play();
    old.once('close', () => {
      if (this.track === old) this.play();
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
