import { readFileSync, watch } from 'node:fs';

export class Phrases {
  #file;
  #known = new Map();
  #isWatched = false;

  constructor(file) {
    this.#file = file;
  }

  of(key) {
    if (!this.#known.has(key)) this.#fill();
    return this.#known.get(key);
  }

  #fill() {
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) this.#known.set(...line.split('='));
    if (!this.#isWatched) watch(this.#file, () => this.#known.clear());
    this.#isWatched = true;
  }
}
