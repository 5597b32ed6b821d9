// expect: none exit 0
// A store that changes its state one step after the other: whoever finds a change under way waits for the promise of it and looks again. Its listeners close or open it again while it
// tells them, and nobody waits for them: each store is one lock, and none is asked for under another.
const { EventEmitter } = require('node:events');

class Store extends EventEmitter {
  #change = null;
  status = 'closed';

  async open() {
    while (this.#change !== null) await this.#change;
    if (this.status === 'open') return;
    this.#change = Promise.resolve();
    this.#change = (async () => {
      this.status = 'opening';
      await this.load();
      this.status = 'open';
      this.emit('open');
    })();
    try {
      await this.#change;
    } finally {
      this.#change = null;
    }
  }

  async close() {
    while (this.#change !== null) await this.#change;
    if (this.status === 'closed') return;
    this.#change = Promise.resolve();
    this.#change = (async () => {
      this.status = 'closing';
      await this.flush();
      this.status = 'closed';
      this.emit('closed');
    })();
    try {
      await this.#change;
    } finally {
      this.#change = null;
    }
  }

  async load() {}
  async flush() {}
}

async function closedByListener() {
  const store = new Store();
  const done = new Promise((resolve) => store.once('open', () => store.close().then(resolve)));
  store.open();
  await done;
  return store.status;
}

async function openedByListener() {
  const store = new Store();
  await store.open();
  const done = new Promise((resolve) => store.once('closed', () => store.open().then(resolve)));
  store.close();
  await done;
  return store.status;
}

(async () => {
  for (let i = 0; i < 3; i++) console.log(await closedByListener(), await openedByListener());
})();
