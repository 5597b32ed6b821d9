import { setTimeout as delay } from 'node:timers/promises';
export class AccountRepo {
  #rows = new Map([['a', { id: 'a', balance: 100 }]]);
  async find(id) { await delay(2); const row = this.#rows.get(id); return row && { ...row }; }
  async update(id, patch) { await delay(2); this.#rows.set(id, { ...this.#rows.get(id), ...patch }); }
}
