// expect: nothing
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// A shelf asks the store for all tins, and is told of each that is taken; what has been told of since it asked is newer than the answer.
class Store extends EventEmitter {
  #tins = new Map([['peas', { name: 'peas', left: 5 }]]);
  async all() {
    const tins = Array.from(this.#tins.values(), (tin) => ({ ...tin }));
    await sleep(20);
    return tins;
  }
  take(name) {
    const tin = this.#tins.get(name);
    tin.left--;
    this.emit('taken', { ...tin });
  }
}

class Shelf {
  tins = {};
  constructor(store) {
    store.on('taken', (tin) => this.put(tin));
  }
  put(tin) {
    this.tins[tin.name] = tin;
  }
  async fill(store) {
    const tins = await store.all();
    for (const tin of tins) if (!(tin.name in this.tins)) this.put(tin);
  }
}

const store = new Store();
const shelf = new Shelf(store);
setTimeout(() => store.take('peas'), 8);
await shelf.fill(store);
await sleep(5);
console.log(shelf.tins.peas.left);
