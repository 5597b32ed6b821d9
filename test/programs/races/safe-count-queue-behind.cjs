// expect: nothing
// Pictures are looked for by one queue, and each is printed by another one. Whoever has printed looks whether nothing is left of either: no search ends without a print behind it.
'use strict';
const fs = require('node:fs');
const path = require('node:path');

class Queue {
  constructor(work, width) {
    Object.assign(this, { work, width, running: 0, jobs: [], onIdle: null });
  }
  isIdle() {
    return this.running === 0 && this.jobs.length === 0;
  }
  add(job) {
    this.jobs.push(job);
    setImmediate(() => this.next());
  }
  next() {
    while (this.running < this.width && this.jobs.length > 0) {
      this.running++;
      this.work(this.jobs.shift(), () => {
        this.running--;
        if (this.isIdle() && this.onIdle) this.onIdle();
        this.next();
      });
    }
  }
}

class Gallery {
  constructor(done) {
    this.done = done;
    this.isComplete = false;
    this.prints = new Queue((file, end) => this.print(file, end), 1);
    this.prints.onIdle = () => this.lookForEnd();
    this.searches = new Queue((name, end) => this.search(name, end), 3);
  }
  search(name, end) {
    const file = path.join(__dirname, name);
    fs.access(file, (error) => {
      if (!error) this.prints.add(file);
      setImmediate(end);
    });
  }
  print(file, end) {
    fs.readFile(file, () => setImmediate(end));
  }
  lookForEnd() {
    if (this.isComplete && this.prints.isIdle() && this.searches.isIdle()) this.done();
  }
  complete() {
    this.isComplete = true;
    this.lookForEnd();
  }
}

const gallery = new Gallery(() => console.log('shown'));
for (const name of ['README.md', 'buggy-count-skipped.cjs', 'safe-count-skipped.cjs']) gallery.searches.add(name);
gallery.complete();
