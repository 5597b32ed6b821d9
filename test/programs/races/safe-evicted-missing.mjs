// expect: nothing
// A map of sheets that puts out the oldest one: that another call takes out what was not there changes nothing. Who loads one is known by its key meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';

class Sheets {
  #open = new Map();
  #loading = new Map();

  async sheet(name) {
    if (this.#open.has(name)) return this.#open.get(name);
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = this.#load(name);
      this.#loading.set(name, loading);
    }
    return loading;
  }

  async #load(name) {
    try {
      await sleep(name.length);
      const sheet = { name, cells: [] };
      this.#open.set(name, sheet);
      if (this.#open.size > 2) this.#open.delete(this.#open.keys().next().value);
      return sheet;
    } finally {
      this.#loading.delete(name);
    }
  }

  get count() {
    return this.#open.size;
  }
}

const sheets = new Sheets();
const found = await Promise.all(['pay', 'tax', 'pay', 'stock', 'tax', 'travel'].map((name) => sheets.sheet(name)));
for (const sheet of found) sheet.cells.push(1);
console.log(found[0].cells.length, sheets.count);
