import { setTimeout as delay } from 'node:timers/promises';

const posts = new Map([['a', { id: 'a', likes: 0, title: 'First', tags: [], version: 1 }]]);

export async function findPost(id) {
  await delay(2);
  const post = posts.get(id);
  return post ? { ...post } : null;
}

export async function updatePost(id, patch) {
  await delay(2);
  const next = { ...posts.get(id), ...patch };
  posts.set(id, next);
  return { ...next };
}

/** Puts the patch over the row only if nobody else has since. */
export async function updateVersion(id, version, patch) {
  await delay(2);
  const row = posts.get(id);
  if (row.version !== version) return false;
  posts.set(id, { ...row, ...patch, version: version + 1 });
  return true;
}

export async function change(id, by) {
  await delay(2);
  const row = posts.get(id);
  posts.set(id, { ...row, ...by(row) });
}

export class OrderStore {
  #orders = [{ id: 7, status: 'open', note: '' }];

  async get(id) {
    await delay(2);
    return { ...this.#orders.find((order) => order.id === id) };
  }

  async update(id, patch) {
    await delay(2);
    this.#orders = this.#orders.map((order) => (order.id === id ? { ...order, ...patch } : order));
  }
}
