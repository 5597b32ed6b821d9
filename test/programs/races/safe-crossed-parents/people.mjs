export class People {
  #known = new Map();

  constructor(...names) {
    for (const name of names) this.makeKnown(name);
  }

  isKnown(name) {
    return this.#known.get(name);
  }

  makeKnown(name) {
    this.#known.set(name, true);
  }

  count() {
    return this.#known.size;
  }
}
