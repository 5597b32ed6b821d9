// expect: nothing
// Radio links that nobody uses for a while are hung up, and taken out of the list of free ones when that is over. Whoever gets one in between is told so by an error, and takes another one.
'use strict';
const { EventEmitter } = require('node:events');

class Link extends EventEmitter {
  closed = false;
  close() {
    if (this.closed) return;
    this.closed = true;
    setImmediate(() => this.emit('close'));
  }
  say(words, done) {
    setTimeout(() => {
      if (this.closed) {
        const error = new Error('the link has been hung up');
        error.code = 'HUNG_UP';
        done(error);
        return;
      }
      done(null, `${words}, over`);
    }, 2);
  }
}

class Station {
  free = [];
  open() {
    const link = new Link();
    link.on('close', () => this.forget(link));
    return link;
  }
  forget(link) {
    const at = this.free.indexOf(link);
    if (at !== -1) this.free.splice(at, 1);
  }
  call(words, done) {
    const link = this.free.shift() ?? this.open();
    clearTimeout(link.timer);
    link.say(words, (error, answer) => {
      if (error) return this.call(words, done);
      this.free.push(link);
      link.timer = setTimeout(() => link.close(), 40);
      done(null, answer);
    });
  }
}

const station = new Station();
station.call('good morning', (error, answer) => {
  console.log(answer);
  setTimeout(() => station.call('any news', (failed, next) => console.log(failed?.code ?? next)), 25);
});
