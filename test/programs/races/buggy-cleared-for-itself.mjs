// expect: race.atomicity 20,26
// A desk closes the pages of the search before, and keeps those of its own from the first on. Of two searches at a time one tells the pages of the other.
import { setTimeout as sleep } from 'node:timers/promises';

class Page {
  constructor(word) {
    this.word = word;
  }

  close() {
    this.word = undefined;
  }
}

class Desk {
  pages = [];

  clear(first) {
    for (const page of this.pages) page.close();
    this.pages = [first];
  }

  async search(word, delay) {
    this.clear(new Page(word));
    await sleep(delay);
    return this.pages.map((page) => page.word);
  }
}

const desk = new Desk();
const [ink, wax] = await Promise.all([desk.search('ink', 80), desk.search('wax', 30)]);
console.log(ink.length, wax.length);
