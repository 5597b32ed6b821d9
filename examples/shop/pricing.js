// Asks the pricing process for quotes.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export class Pricing {
  #nextId = 1;
  #waiting = new Map();
  #child;
  #ended;

  constructor() {
    this.#child = fork(fileURLToPath(new URL('./pricing-process.js', import.meta.url)));
    this.#child.on('message', ({ id, cents }) => {
      this.#waiting.get(id)?.resolve(cents);
      this.#waiting.delete(id);
    });
    this.#child.on('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the pricing process has ended'));
      this.#waiting.clear();
    });
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** Price of `quantity` pieces, in cents. */
  quote(cents, quantity) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) {
        reject(new Error('the pricing process has ended'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, cents, quantity });
    });
  }

  async close() {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}
