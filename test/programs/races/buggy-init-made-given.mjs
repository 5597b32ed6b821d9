// expect: race.order.use-before-init 28,15
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';

const bus = new EventEmitter();

class Desk {
  #rates;

  static async open() {
    const desk = new Desk();
    // Given to others before it has what they need.
    desk.#listen();
    const text = await readFile(new URL(import.meta.url), 'utf8');
    desk.#rates = { eur: text.length };
    return desk;
  }

  #listen() {
    bus.on('ask', () => this.#answer());
  }

  #answer() {
    console.log(typeof this.#price('eur'));
  }

  #price(name) {
    return this.#rates[name];
  }
}

await Promise.all([Desk.open(), new Promise((resolve) => setTimeout(() => resolve(bus.emit('ask')), 80))]);
