import { setTimeout as sleep } from 'node:timers/promises';

export class Store {
  #rows = new Map();

  #command(run) {
    return new Promise((resolve) => setTimeout(() => resolve(run(this.#rows)), 2));
  }
  async #transaction(run) {
    await sleep(2);
    return run(this.#rows);
  }
  get(key) {
    return this.#command((rows) => rows.get(key) ?? 0);
  }
  set(key, value) {
    return this.#command((rows) => rows.set(key, value));
  }
  async read(key) {
    return this.#transaction((rows) => rows.get(key) ?? 0);
  }
  async write(key, value) {
    await this.#transaction((rows) => {
      rows.set(key, value);
    });
  }
  add(key, n) {
    return this.#command((rows) => {
      const sum = (rows.get(key) ?? 0) + n;
      rows.set(key, sum);
      return sum;
    });
  }
  async update(key, change) {
    return this.#transaction((rows) => {
      rows.set(key, change(rows.get(key) ?? 0));
      return rows.get(key);
    });
  }
}
