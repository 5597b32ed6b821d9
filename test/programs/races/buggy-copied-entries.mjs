// expect: race.atomicity 10; race.atomicity 17; race.atomicity 25; race.atomicity 39; race.atomicity 52; race.check-then-act 67
// What is there is copied with an entry in it that was worked out before a wait: two calls that count one kind lose an update.
import { setTimeout as sleep } from 'node:timers/promises';

let counts = new Map();
async function count(kind) {
  const before = counts.get(kind) ?? 0;
  await sleep(20);
  // From the older number.
  counts = new Map(counts).set(kind, before + 1);
}

let totals = {};
async function total(kind) {
  const before = totals[kind] ?? 0;
  await sleep(20);
  totals = Object.fromEntries([...Object.entries(totals).filter(([name]) => name !== kind), [kind, before + 1]]);
}

let rows = ['tea', 'mint'].map((id) => ({ id, left: 9 }));
async function take(id) {
  const { left } = rows.find((row) => row.id === id);
  await sleep(20);

  rows = [...rows.filter((row) => row.id !== id), { id, left: left - 1 }];
}

class Shelf {
  #books = { tea: { left: 9 }, mint: { left: 9 } };
  left(id) { return this.#books[id].left; }
  keep(id, left) {
    this.#books = { ...this.#books, [id]: { ...this.#books[id], left } };
  }
}
const shelf = new Shelf();
async function lend(id) {
  const left = shelf.left(id);
  await sleep(20);
  shelf.keep(id, left - 1);
}

let scores = {};
const scoreOf = async (id) => scores[id] ?? 0;
async function keepScore(id, score) {
  const next = { ...scores };
  next[id] = score;
  scores = next;
}
async function score(id) {
  const before = await scoreOf(id);
  await sleep(20);
  await keepScore(id, before + 1);
}

let state = { orders: {} };
function reduce(present, action) {
  switch (action.type) {
    case 'ordered':
      return { ...present, orders: { ...present.orders, [action.id]: action.at } };
    default:
      return present;
  }
}
async function order(id) {
  if (state.orders[id]) return;
  await sleep(20);
  dispatch({ type: 'ordered', id, at: id.length });
}
function dispatch(action) {
  state = reduce(state, action);
}

for (const work of [count, total, take, lend, score, order]) await Promise.all([work('tea'), work('tea')]);
console.log('done');
