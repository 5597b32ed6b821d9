// expect: nothing
// A failure ends the whole, whatever else is running: nobody needs to look whether that was the last.
const answers = new Map();
const stat = (name, answer) => answers.set(name, answer);
class Queue {
  constructor() {
    this.running = 0;
  }
  isIdle() {
    return this.running === 0;
  }
  start() {
    this.running++;
    return () => this.running--;
  }
}
class Archive {
  constructor(finish) {
    this.queue = new Queue();
    this.finish = finish;
    this.output = [];
    this.isEnded = false;
  }
  add(name) {
    const done = this.queue.start();
    stat(name, (error, size) => {
      if (error) {
        done();
        this.end(error.message);
        return;
      }
      this.output.push({ name, size });
      done();
      this.finishIfDone();
    });
  }
  finishIfDone() {
    if (this.queue.isIdle()) this.end(this.output.length);
  }
  end(how) {
    if (this.isEnded) return;
    this.isEnded = true;
    this.finish(how);
  }
}
const archive = new Archive((count) => console.log('ended', count));
archive.add('missing');
archive.add('one');
archive.add('two');
setImmediate(() => {
  setTimeout(() => answers.get('missing')(new Error('ENOENT')), 10);
  setTimeout(() => answers.get('one')(null, 5), 40);
  setTimeout(() => answers.get('two')(null, 7), 80);
});
