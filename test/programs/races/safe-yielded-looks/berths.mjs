export class Berths {
  #boats = new Map();
  constructor(names) {
    this.names = names;
  }

  // Each berth with what is known of it.
  *all() {
    for (const name of this.names) yield { name, taken: this.#boats.has(name) };
  }

  async *deep(depth) {
    for (const name of this.names) {
      await depth(name);
      yield { name, taken: this.#boats.has(name) };
    }
  }

  moor(name, boat) {
    this.#boats.set(name, boat);
  }

  get count() {
    return this.#boats.size;
  }
}
