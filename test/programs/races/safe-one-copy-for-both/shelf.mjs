import { setTimeout as sleep } from 'node:timers/promises';
export class Shelf {
  #texts = new Map();
  async take(name) {
    await sleep(5);
    const text = this.#texts.get(name);
    return text && text.split(' ');
  }
  async put(name, words) {
    await sleep(5);
    this.#texts.set(name, words.join(' '));
  }
}
