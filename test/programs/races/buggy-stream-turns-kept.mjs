// expect: race.atomicity 30,14
// A weaver gets his orders by line. The stream is told that a chunk is done before its lines are: the next one comes in between, and what is left of a line is lost.
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
        return this.keep(text.slice(at));
      }
      const line = text.slice(at, end);
      at = end + 1;
      return this.loom.obey(line, readLine);
    };
    readLine();
    done();
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
['thread red\nthre', 'ad blue\nweave\nth', 'read gold\n'].forEach((chunk, at) => setTimeout(() => orders.write(chunk), 2 * at + 1));
setTimeout(() => console.log(loom.rolls.length, orders.rest === ''), 150);
