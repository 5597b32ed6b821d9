import { setTimeout as delay } from 'node:timers/promises';
export class UserRepo {
  #rows = new Map();
  async byEmail(email) { await delay(1); return this.#rows.get(email); }
  async insert(user) { await delay(1); this.#rows.set(user.email, user); }
  get size() { return this.#rows.size; }
}
