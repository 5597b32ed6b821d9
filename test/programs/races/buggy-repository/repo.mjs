import { setTimeout as delay } from 'node:timers/promises';

export class MemoryRepo {
  #rows = new Map();
  constructor(rows) {
    for (const row of rows) this.#rows.set(row.id, row);
  }
  async load(id) {
    await delay(2);
    return structuredClone(this.#rows.get(id));
  }
  async save(row) {
    await delay(3);
    this.#rows.set(row.id, row);
  }
}
