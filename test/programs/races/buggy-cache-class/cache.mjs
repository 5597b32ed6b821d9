export class Cache {
  #m = new Map();
  get(k) {
    return this.#m.get(k);
  }
  set(k, v) {
    this.#m.set(k, v);
    return this;
  }
  has(k) {
    return this.#m.has(k);
  }
  delete(k) {
    return this.#m.delete(k);
  }
}
