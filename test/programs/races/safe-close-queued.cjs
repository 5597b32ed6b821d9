// expect: nothing
// A pool is ended when everything that it was asked for has been answered; who asks later is told.
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
for (let i = 0; i < 2; i++) {
  pool.ask((failure) => {
    answers.push(failure === null);
    if (answers.length < 2) return;
    pool.end();
    setTimeout(() => pool.ask((refused) => answers.push(refused === null)), 10);
  });
}
process.on('exit', () => console.log(answers.join()));
