import { setTimeout as delay } from 'node:timers/promises';

/** Rows that keep their objects: a patch is written into them. */
export class Users {
  rows = new Map([
    ['ann', { name: 'Ann', credits: 10, level: 1 }],
    ['bob', { name: 'Bob', credits: 10, level: 1 }],
  ]);

  async find(id) {
    await delay(2);
    return { ...this.rows.get(id) };
  }

  async remove(id) {
    await delay(3);
    this.rows.delete(id);
  }

  async update(id, patch) {
    await delay(2);
    const row = this.rows.get(id);
    if (!row) throw new Error('no such user');
    Object.assign(row, patch);
    return { ...row };
  }
}
