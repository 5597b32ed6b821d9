// expect: nothing
// Slides are measured by one queue and bound by another: each has somebody who looks whether all are done, where one could not be measured, when its queue is empty, or again and again.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const fastq = require('fastq');

class Carousel {
  constructor(show) {
    this.open = 0;
    this.closed = false;
    this.shown = false;
    this.slides = [];
    this.show = show;
    this.measuring = fastq(this, this.measure, 3);
    this.binding = fastq(this, this.bind, 1);
    this.binding.drain = () => this.look();
  }
  add(file) {
    this.open++;
    this.measuring.push(file);
  }
  failed(done) {
    this.open--;
    done(null);
  }
  measure(file, done) {
    fs.stat(file, (error, stats) => {
      if (error) return this.failed(done);
      this.binding.push({ file, size: stats.size });
      done(null);
    });
  }
  bind(slide, done) {
    fs.readFile(slide.file, (error, data) => {
      this.open--;
      if (!error) this.slides.push(data.length);
      done(null);
    });
  }
  close() {
    return new Promise((resolve) => {
      this.ended = resolve;
      this.closed = true;
      this.look();
    });
  }
  look() {
    if (!this.closed || this.shown || this.open > 0) return;
    this.shown = true;
    this.show(this.slides.length);
    this.ended();
  }
}

class Looking extends Carousel {
  failed(done) {
    super.failed(done);
    this.look();
  }
}

class Drained extends Carousel {
  constructor(show) {
    super(show);
    this.measuring.drain = () => this.look();
  }
}

class Polled extends Carousel {
  async close() {
    this.closed = true;
    this.ended = () => {};
    while (!this.shown) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      this.look();
    }
  }
}

async function show(Kind) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slides-'));
  for (const name of ['a', 'c']) fs.writeFileSync(path.join(folder, name), name);
  const carousel = new Kind((count) => console.log(count));
  for (const name of ['a', 'b', 'c']) carousel.add(path.join(folder, name));
  await carousel.close();
  fs.rmSync(folder, { recursive: true });
}

show(Looking)
  .then(() => show(Drained))
  .then(() => show(Polled));
