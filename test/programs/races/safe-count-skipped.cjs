// expect: nothing
// Both what went well and what failed is counted, and looks whether that was the last.
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
  }
  add(name) {
    const done = this.queue.start();
    stat(name, (error, size) => {
      if (error) {
        console.log(error.message);
        done();
        this.finishIfDone();
        return;
      }
      this.output.push({ name, size });
      done();
      this.finishIfDone();
    });
  }
  finishIfDone() {
    if (this.queue.isIdle()) this.finish(this.output.length);
  }
}
const archive = new Archive((count) => console.log('archived', count));
archive.add('missing');
archive.add('one');
archive.add('two');
setImmediate(() => {
  setTimeout(() => answers.get('missing')(new Error('ENOENT')), 10);
  setTimeout(() => answers.get('one')(null, 5), 40);
  setTimeout(() => answers.get('two')(null, 7), 80);
});
