// expect: none exit 0
// Whoever finds nothing left to do says so once: a latch that is looked at again is no lock, and who looks has left nothing behind that waits for it.
const { EventEmitter } = require('node:events');
class Printer extends EventEmitter {
  constructor() {
    super();
    this.jobs = [];
    this.open = 0;
    this.finished = false;
  }
  add(job) {
    this.jobs.push(job);
    this.next();
  }
  next() {
    while (this.jobs.length > 0) {
      const job = this.jobs.shift();
      this.open++;
      setTimeout(() => {
        this.open--;
        this.emit('printed', job);
        this.next();
      }, job.pages);
    }
    if (this.open === 0 && !this.finished) {
      this.finished = true;
      this.emit('complete');
    }
  }
}
const printer = new Printer();
const printed = [];
printer.on('printed', ({ pages }) => {
  printed.push(pages);
  if (pages > 1) setTimeout(() => printer.add({ pages: 1 }), 8);
});
printer.on('complete', () => console.log('complete', printed.length > 0));
printer.add({ pages: 4 });
printer.add({ pages: 2 });
