// expect: race.atomicity 20
// What did not go out is taken back from where it began: rows that came meanwhile go with it.
import { setTimeout as delay } from 'node:timers/promises';

class Draft {
  #rows = [];

  get size() {
    return this.#rows.length;
  }

  add(row) {
    this.#rows.push(row);
  }

  async addAll(rows) {
    const before = this.#rows.length;
    this.#rows.push(...rows);
    await delay(5);
    if (rows.includes('')) this.#rows.splice(before);
  }
}

const draft = new Draft();
draft.add('first');
const all = draft.addAll(['second', '']);
await delay(1);
draft.add('third');
await all;
console.log(draft.size);
