export class Store {
  #data = new Map();
  async read(key) {
    await null;
    return this.#data.get(key);
  }
  async write(key, value) {
    await null;
    this.#data.set(key, value);
  }
}
