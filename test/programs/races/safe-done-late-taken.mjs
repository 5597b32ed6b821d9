// expect: nothing
// A page counts as done when its links are in the queue.
const PAGES = { '/': ['/a'], '/a': ['/b'], '/b': [] };

class Crawler {
  constructor(done) {
    this.queue = ['/'];
    this.open = 0;
    this.seen = [];
    this.done = done;
  }
  start() {
    this.timer = setInterval(() => this.next(), 60);
  }
  next() {
    const url = this.queue.shift();
    if (url) {
      this.fetch(url);
    } else if (this.open === 0) {
      clearInterval(this.timer);
      this.done(this.seen);
    }
  }
  fetch(url) {
    this.open++;
    setTimeout(() => {
      setImmediate(() => {
        this.discover(url);
        this.open--;
      });
    }, 5);
  }
  discover(url) {
    this.seen.push(url);
    for (const link of PAGES[url]) this.queue.push(link);
  }
}

new Crawler((seen) => console.log('complete', seen.length)).start();
