// expect: race.order.use-before-init 19,12
// A class has a worker make its table, and takes it when it comes. Whoever asks before that ends the program.
import { Worker } from 'node:worker_threads';

class Prices {
  static #table;
  static #shop;

  static {
    this.#shop = new Worker("setTimeout(() => require('node:worker_threads').parentPort.postMessage({ tea: 3 }), 5000)", { eval: true });
    this.#shop.once('message', (table) => {
      this.#table = table;
      this.#shop.unref();
    });
  }

  static of(name) {
    // The error says so.
    return this.#table[name];
  }
}

setTimeout(() => console.log(Prices.of('tea')), 20);
