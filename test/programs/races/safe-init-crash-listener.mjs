// expect: nothing
// A class has a worker make its table, and takes it when it comes. Whoever asks waits for that.
import { Worker } from 'node:worker_threads';

class Prices {
  static #table;
  static #shop;
  static isOpen;

  static {
    this.#shop = new Worker("require('node:worker_threads').parentPort.postMessage({ tea: 3 })", { eval: true });
    this.isOpen = new Promise((resolve) => {
      this.#shop.once('message', (table) => {
        this.#table = table;
        resolve();
      });
    });
  }

  static of(name) {
    return this.#table[name];
  }
}

setTimeout(async () => {
  await Prices.isOpen;
  console.log(Prices.of('tea'));
}, 20);
