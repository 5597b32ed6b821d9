import { setTimeout as delay } from 'node:timers/promises';

const posts = new Map([
  ['a', { id: 'a', likes: 0, title: 'First' }],
  ['b', { id: 'b', likes: 0, title: 'Second' }],
]);

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

const seats = new Map([['1a', { id: '1a', left: 3, by: '' }]]);

export async function findSeat(id) {
  await delay(2);
  return structuredClone(seats.get(id));
}

export async function setLeft(id, left) {
  await delay(2);
  seats.set(id, { ...seats.get(id), left });
}

export async function setHolder(id, holder) {
  await delay(2);
  const seat = seats.get(id);
  seats.set(id, { ...seat, by: holder });
}
