import { setTimeout as delay } from 'node:timers/promises';

export class Notes {
  #notes = new Map();

  async find(id) {
    await delay(20);
    const note = this.#notes.get(id);
    return note ? structuredClone(note) : null;
  }

  async add(id, words) {
    await delay(20);
    this.#notes.set(id, { id, version: 1, words });
  }

  async rewrite(id, version, words) {
    await delay(20);
    const note = this.#notes.get(id);
    if (!note) throw new Error(`no note ${id}`);
    this.#notes.set(id, { id, version: version + 1, words });
  }
}
