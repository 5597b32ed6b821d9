import { setTimeout as delay } from 'node:timers/promises';
export class Repo {
  rows = new Map([['a', { value: 0, version: 0 }]]);
  async load(id) {
    await delay(1);
    return { ...this.rows.get(id) };
  }
  async saveIf(id, row, expected) {
    await delay(2);
    if (this.rows.get(id).version !== expected) return false;
    this.rows.set(id, row);
    return true;
  }
}
