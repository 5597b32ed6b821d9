// expect: nothing
// Whoever closes the archive asks first whether it is open, and waits for that; then it lets the readers go, and ends the store.
import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

class Store {
  isEnded = false;

  end() {
    this.isEnded = true;
  }
}

class Archive {
  isOpen = false;
  readers = new Set();

  constructor() {
    this.opening = this.#open();
  }

  async #open() {
    await stat(new URL(import.meta.url));
    this.store = new Store();
    this.isOpen = true;
  }

  async read(ms) {
    await this.opening;
    this.readers.add(ms);
    await delay(ms);
    this.readers.delete(ms);
  }

  async close() {
    if (this.isOpen === false) await this.opening;
    while (this.readers.size > 0) await stat(new URL(import.meta.url));
    this.store.end();
  }
}

let archive;
async function work() {
  archive = new Archive();
  await Promise.all([archive.read(2), archive.read(4)]);
}
async function quit() {
  for (let i = 0; i < 30; i++) await stat(new URL(import.meta.url));
  await archive.close();
}
await Promise.all([work(), quit()]);
console.log(archive.store.isEnded);
