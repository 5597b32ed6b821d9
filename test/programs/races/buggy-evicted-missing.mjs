// expect: race.check-then-act 16,10
// A map of sheets that puts out the oldest one. Two calls that find no sheet load two, and what is put into the one is not in the other.
import { setTimeout as sleep } from 'node:timers/promises';

class Sheets {
  #open = new Map();

  async sheet(name) {
    if (this.#open.has(name)) return this.#open.get(name);
    return this.#load(name);
  }

  async #load(name) {
    await sleep(name.length);
    const sheet = { name, cells: [] };
    this.#open.set(name, sheet);
    if (this.#open.size > 2) this.#open.delete(this.#open.keys().next().value);
    return sheet;
  }

  get count() {
    return this.#open.size;
  }
}

const sheets = new Sheets();
const found = await Promise.all(['pay', 'tax', 'pay', 'stock', 'tax', 'travel'].map((name) => sheets.sheet(name)));
for (const sheet of found) sheet.cells.push(1);
console.log(found[0].cells.length, sheets.count);
