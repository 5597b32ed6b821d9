// expect: nothing
// A listener is taken from the feed when the last who uses it has let go, by a count; who uses it may have changed in between.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Feed {
  #listeners = new Set();

  listen(listener) {
    this.#listeners.add(listener);
  }

  leave(listener) {
    this.#listeners.delete(listener);
  }

  tell(price) {
    for (const listener of this.#listeners) listener(price);
  }
}

class Share {
  #uses = 0;
  prices = [];
  #hear = (price) => this.prices.push(price);

  constructor(feed) {
    this.feed = feed;
  }

  use() {
    if (this.#uses === 0) this.feed.listen(this.#hear);
    this.#uses++;
  }

  done() {
    this.#uses--;
    if (this.#uses <= 0) this.feed.leave(this.#hear);
  }
}

class Desk {
  constructor(share, exchange) {
    this.share = share;
    exchange.on('moved', () => {
      share.done();
      share.use();
    });
  }

  open(ms) {
    this.share.use();
    setTimeout(() => this.share.done(), ms);
  }
}

const feed = new Feed();
const share = new Share(feed);
const exchange = new EventEmitter();
const desk = new Desk(share, exchange);
desk.open(150);
await delay(30);
feed.tell(1);
setTimeout(() => exchange.emit('moved'), 30);
await delay(70);
feed.tell(2);
await delay(100);
feed.tell(3);
console.log(share.prices.join());
