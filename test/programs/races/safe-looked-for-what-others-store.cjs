// expect: nothing
// A connection is drained once; who closes it meanwhile has the last word, for which the step looks.
const { EventEmitter } = require('node:events');

class Connection extends EventEmitter {
  status = 'open';
  flushed = 0;

  drain(done) {
    if (this.status !== 'open') return done(new Error(this.status));
    setTimeout(() => {
      this.flushed++;
      if (this.status === 'closed') return done(new Error('closed'));
      this.status = 'drained';
      done(null);
    }, 30);
  }

  close() {
    this.status = 'closed';
    this.emit('close');
  }
}

const [first, second] = [new Connection(), new Connection()];
second.on('close', () => console.log('closed'));
first.drain((error) => console.log('first', error?.message ?? first.status));
second.drain((error) => console.log('second', error?.message ?? second.status));
setTimeout(() => second.close(), 10);
