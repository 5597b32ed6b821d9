// expect: race.atomicity 27,19,33
// A page counts as done before its links are in the queue. The look takes the next link, and asks for the count only where there is none; here it comes late enough.
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
      this.open--;
      setImmediate(() => this.discover(url));
    }, 5);
  }
  discover(url) {
    this.seen.push(url);
    for (const link of PAGES[url]) this.queue.push(link);
  }
}

new Crawler((seen) => console.log('complete', seen.length)).start();
