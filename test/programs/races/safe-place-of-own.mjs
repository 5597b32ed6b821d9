// expect: nothing
// What is added to a list is known by its place from then on: what is added later says to which older entry it belongs, whatever others have added meanwhile.
import { setTimeout as delay } from 'node:timers/promises';

class Thread {
  #notes = [];
  #index = [];

  begin(text) {
    this.#notes.push({ text, answers: -1 });
    return this.#notes.length - 1;
  }

  async answer(place, text) {
    await this.#spell(text);
    this.#notes.push({ text, answers: place });
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
  const place = thread.begin(`${name}: who has the key?`);
  await thread.answer(place, 'I have');
}

const thread = new Thread();
await Promise.all([talk(thread, 'ida'), talk(thread, 'jo'), talk(thread, 'kim')]);
console.log(thread.size);
