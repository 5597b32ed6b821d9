// expect: lock.order-inversion 31 exit 0
// A store that changes its state one step after the other, and moves what it has to its peer as one such step: it waits for the peer's steps under its own. Both do it, in turn this time.
const { EventEmitter } = require('node:events');

class Store extends EventEmitter {
  #change = null;
  items = [];

  async #step(work) {
    while (this.#change !== null) await this.#change;
    this.#change = Promise.resolve();
    this.#change = (async () => {
      await this.load();
      await work();
      this.emit('changed');
    })();
    try {
      await this.#change;
    } finally {
      this.#change = null;
    }
  }

  add(...items) {
    return this.#step(async () => void this.items.push(...items));
  }

  moveTo(peer) {
    return this.#step(async () => {
      const items = this.items.splice(0);
      await peer.add(...items);
    });
  }

  async load() {}
}

const [left, right] = [new Store(), new Store()];
left.on('changed', () => console.log('left', left.items.length));
right.on('changed', () => console.log('right', right.items.length));

async function fill() {
  await left.add('a', 'b');
  await right.add('c');
}

fill().then(() => {
  setTimeout(() => left.moveTo(right), 10);
  setTimeout(() => right.moveTo(left), 60);
});
