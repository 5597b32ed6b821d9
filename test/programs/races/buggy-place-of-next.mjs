// expect: race.atomicity 15,10
// The place of an entry is given away before it is added: others are added meanwhile, and two have the same number.
import { setTimeout as delay } from 'node:timers/promises';

class Thread {
  #notes = [];
  #index = [];

  next() {
    return this.#notes.length;
  }

  async add(place, text) {
    await this.#spell(text);
    this.#notes.push({ text, number: place });
  }

  async #spell(text) {
    await delay(3);
    this.#index.push(text.length);
  }

  get size() {
    return this.#notes.length;
  }
}

async function talk(thread, name) {
  const place = thread.next();
  await thread.add(place, `${name}: who has the key?`);
}

const thread = new Thread();
await Promise.all([talk(thread, 'ida'), talk(thread, 'jo'), talk(thread, 'kim')]);
console.log(thread.size);
