// expect: nothing
'use strict';
const { EventEmitter } = require('node:events');

class Line extends EventEmitter {
  constructor(number) {
    super();
    this.number = number;
    this.alive = true;
  }
  write(text, done) {
    if (!this.alive) return process.nextTick(done, new Error('read ECONNRESET'));
    setTimeout(() => done(null, `${text} by ${this.number}`), 5);
  }
  destroy() {
    this.alive = false;
    setTimeout(() => this.emit('close'), 60);
  }
}

let lines = 0;
const free = [];
function connect() {
  const line = new Line(++lines);
  line.on('close', () => {
    const at = free.indexOf(line);
    if (at !== -1) free.splice(at, 1);
  });
  return line;
}

function ask(text, done) {
  const line = free.length > 0 ? free.pop() : connect();
  clearTimeout(line.timer);
  line.write(text, (err, answer) => {
    if (err) return done(err);
    free.push(line);
    // Nobody has asked for a while.
    line.timer = setTimeout(() => {
      free.splice(free.indexOf(line), 1);
      line.destroy();
    }, 40);
    done(null, answer);
  });
}

ask('first', () => {
  setTimeout(() => ask('second', () => console.log('asked twice')), 70);
});
