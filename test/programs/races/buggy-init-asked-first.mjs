// expect: race.order.use-before-init 35,19
// Whoever closes the archive lets the readers go, and ends a store that may not be there yet.
import { stat } from 'node:fs/promises';

class Store {
  isEnded = false;

  end() {
    this.isEnded = true;
  }
}

class Archive {
  store = null;
  readers = new Set();

  async open() {
    await stat(new URL(import.meta.url));
    this.store = new Store();
    this.readers.add('first');
  }

  async leave() {
    await stat(new URL(import.meta.url));
    this.readers.clear();
  }

  get isBusy() {
    return this.readers.size > 0;
  }

  async close() {
    if (this.isBusy) await this.leave();
    await stat(new URL(import.meta.url));
    this.store.end();
  }
}

const archive = new Archive();
async function quit() {
  for (let i = 0; i < 30; i++) await stat(new URL(import.meta.url));
  await archive.close();
}
await Promise.all([archive.open(), quit()]);
console.log(archive.store.isEnded);
