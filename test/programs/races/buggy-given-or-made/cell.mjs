// A cell takes a value, or a function that makes one of what is there.
export class Cell {
  #value;

  constructor(value) {
    this.#value = value;
  }

  get() {
    return this.#value;
  }

  set(update) {
    const value = typeof update === 'function' ? update(this.#value) : update;
    this.#value = value;
    return value;
  }
}
