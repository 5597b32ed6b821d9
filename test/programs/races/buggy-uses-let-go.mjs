// expect: race.check-then-act 24,28,47
// A stand that is given up lets go of the feed without a look whether it was the last.
import { setTimeout as delay } from 'node:timers/promises';

class Feed {
  open = false;
  prices = [];
}

class Share {
  #uses = 0;

  constructor(feed) {
    this.feed = feed;
  }

  use() {
    // Who comes first opens it.
    if (this.#uses === 0) this.feed.open = true;
    this.#uses++;
  }

  done() {
    this.#uses--;
  }

  sweep() {
    if (this.#uses === 0) this.feed.open = false;
  }
}

class Desk {
  constructor(share) {
    this.share = share;
  }

  open(ms) {
    this.share.use();
    setTimeout(() => {
      this.share.done();
      this.share.sweep();
    }, ms);
  }

  giveUp(ms) {
    this.share.use();
    setTimeout(() => this.share.done(), ms);
  }
}

const feed = new Feed();
const share = new Share(feed);
const desk = new Desk(share);
desk.open(60);
desk.giveUp(120);
await delay(200);
console.log(feed.open);
