import { setTimeout as sleep } from 'node:timers/promises';

export class Repo {
  rows = [];
  #last = 0;
  async all() {
    await sleep(3);
    return this.rows;
  }
  async insert(row) {
    await sleep(3);
    this.rows.push(row);
  }
  put(row) {
    this.rows.push(row);
  }
  async add(row) {
    await sleep(3);
    this.rows.push({ ...row, id: ++this.#last });
  }
}
