// expect: race.order.use-after-close 14,31
// A pool is ended by the code that has just asked it for more than it has connections: what still waits for its turn is refused.
'use strict';
const fs = require('node:fs');

class Pool {
  constructor() {
    this.free = 1;
    this.queue = [];
    this.ended = false;
  }
  next() {
    if (this.free === 0 || this.queue.length === 0) return;
    if (this.ended) {
      this.queue.shift()(new Error('the pool is closed'));
      return;
    }
    this.free--;
    const done = this.queue.shift();
    fs.stat(__filename, (failure, stats) => {
      this.free++;
      this.next();
      done(failure, stats);
    });
  }
  ask(done) {
    this.queue.push(done);
    this.next();
  }
  end() {
    this.ended = true;
  }
}

const pool = new Pool();
const answers = [];
for (let i = 0; i < 2; i++) pool.ask((failure) => answers.push(failure === null));
pool.end();
process.on('exit', () => console.log(answers.join()));
