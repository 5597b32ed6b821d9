// expect: nothing
/**
 * SIOC-link, repaired: a new channel does not open the link while somebody waits to try again.
 */
import { setTimeout as sleep } from 'node:timers/promises';

let up = false;
async function dial() {
  await sleep(20);
  if (!up) throw new Error('ECONNREFUSED');
}

class Link {
  state = 'closed';
  retrying = false;
  #disposables = [];
  #listeners = [];

  channel(name) {
    this.#listeners.push(() => console.log(name, 'ready'));
    if (this.state === 'closed' && !this.retrying) void this.open();
  }
  async open() {
    this.state = 'opening';
    try {
      await dial();
      this.#dispose();
      this.retrying = false;
      this.state = 'open';
      for (const ready of this.#listeners) ready();
    } catch {
      this.#dispose();
      this.state = 'closed';
      this.#retry();
    }
  }
  #dispose() {
    for (const dispose of this.#disposables.splice(0)) dispose();
  }
  #retry() {
    // Somebody is at it.
    if (this.retrying) return;
    this.retrying = true;
    const timer = setTimeout(() => {
      this.retrying = false;
      void this.open();
    }, 500);
    this.#disposables.push(() => clearTimeout(timer));
  }
}

const link = new Link();
link.channel('orders');
await sleep(150);
link.channel('prices');
await sleep(800);
up = true;
await sleep(1200);
console.log(link.state);
