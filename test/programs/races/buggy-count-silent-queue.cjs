// expect: race.check-then-act 26,48
// Slides are measured by one queue and bound by another; whether all are done is looked at when the second one is empty, and not where a slide could not be measured.
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
  measure(file, done) {
    fs.stat(file, (error, stats) => {
      if (error) {
        this.open--;
        return done(null);
      }
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

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slides-'));
for (const name of ['a', 'c']) fs.writeFileSync(path.join(folder, name), name);
const carousel = new Carousel((count) => console.log(count));
for (const name of ['a', 'b', 'c']) carousel.add(path.join(folder, name));
carousel.close().then(() => fs.rmSync(folder, { recursive: true }));
