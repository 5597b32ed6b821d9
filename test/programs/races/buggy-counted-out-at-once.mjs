// expect: race.atomicity 28,29,22
// A folder counts itself as done when it has been listed, and only then begins with what is in it: the last one ends all.
import { setTimeout as delay } from 'node:timers/promises';

class Backup {
  #open = 0;
  #ended = false;
  sizes = [];

  async folder(names) {
    this.#open++;
    const found = await delay(10, names);
    this.#done();
    for (const name of found) {
      await delay(2);
      this.file(name).catch(console.error);
    }
  }

  async file(name) {
    // It is counted when it begins.
    this.#open++;
    this.sizes.push(await delay(10, name.length));
    this.#done();
  }

  #done() {
    this.#open--;
    if (this.#open === 0 && !this.#ended) {
      this.#ended = true;
      console.log(this.sizes.length, 'files');
    }
  }
}

new Backup().folder(['keel', 'helm', 'mast']).catch(console.error);
