// expect: nothing
// A weaver gets his orders by line. Node gives the stream the next chunk only when all lines of the one before are done: what is begun is nobody else's meanwhile.
import { Writable } from 'node:stream';

class Orders extends Writable {
  rest = '';

  constructor(loom) {
    super();
    this.loom = loom;
  }

  _write(chunk, _encoding, done) {
    const text = this.rest + chunk.toString();
    let at = 0;
    const readLine = () => {
      const end = text.indexOf('\n', at);
      if (end < 0) {
        this.keep(text.slice(at));
        return done();
      }
      const line = text.slice(at, end);
      at = end + 1;
      return this.loom.obey(line, readLine);
    };
    readLine();
  }

  keep(rest) {
    this.rest = rest;
  }
}

class Loom {
  cloth = { threads: [] };
  rolls = [];

  obey(line, next) {
    const [word, thread] = line.split(' ');
    if (word === 'thread') {
      setTimeout(() => {
        this.cloth.threads.push(thread);
        next();
      }, 3);
    } else this.weave(next);
  }

  weave(next) {
    if (this.cloth.threads.length === 0) return next();
    setTimeout(() => {
      this.rolls.push(this.cloth.threads.join('+'));
      this.begin();
      next();
    }, 4);
  }

  begin() {
    this.cloth = { threads: [] };
  }
}

const loom = new Loom();
const orders = new Orders(loom);
['thread red\nthre', 'ad blue\nweave\nth', 'read gold\nwea', 've\n'].forEach((chunk, at) => setTimeout(() => orders.write(chunk), 20 * at + 1));
setTimeout(() => console.log(loom.rolls.join(), orders.rest === ''), 150);
