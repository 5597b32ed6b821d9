// expect: nothing
// What is left is taken while anything is left, and filled up again by one timer at a time.
class Limiter {
  constructor(n, ms) {
    this.n = n;
    this.ms = ms;
    this.left = n;
    this.queue = [];
    this.timer = null;
  }
  run(job) {
    this.queue.push(job);
    this.pump();
  }
  pump() {
    while (this.left > 0 && this.queue.length > 0) {
      this.left--;
      this.queue.shift()();
    }
    if (this.queue.length > 0 && !this.timer) {
      this.timer = setTimeout(() => {
        this.timer = null;
        this.left = this.n;
        this.pump();
      }, this.ms);
    }
  }
}

const limiter = new Limiter(2, 40);
let done = 0;
for (const delay of [1, 3, 5, 7, 9, 11]) {
  setTimeout(() => {
    limiter.run(() => {
      if (++done === 6) console.log('all done');
    });
  }, delay);
}
