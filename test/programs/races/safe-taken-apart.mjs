// expect: nothing
// What lies deeper in a pattern is read after the wait, belongs to one task, or is given by the caller.
import { setTimeout as delay } from 'node:timers/promises';

const state = { counts: { total: 10 }, range: [1, 10], left: 10 };
const accounts = new Map([
  ['ada', { money: { balance: 10 } }],
  ['bob', { money: { balance: 10 } }],
]);

async function count(amount, ms) {
  await delay(ms);
  const {
    counts: { total = 0 },
  } = state;
  state.counts.total = total + amount;
}

class Window {
  range = [1, 10];
  async grow(by, ms) {
    const [, end] = this.range;
    await delay(ms);
    this.range[1] = end + by;
  }
}

async function pay(name, amount, ms) {
  const {
    money: { balance },
  } = accounts.get(name);
  await delay(ms);
  accounts.get(name).money.balance = balance - amount;
}

async function take(amount, ms, of, { left } = of) {
  await delay(ms);
  of.left = left - amount;
}

async function widen(by, ms) {
  let low;
  await delay(ms);
  ({
    range: [low],
  } = state);
  state.range[0] = low - by;
}

const [first, second] = [new Window(), new Window()];
await Promise.all([count(3, 5), count(4, 25), first.grow(1, 5), second.grow(2, 25), pay('ada', 3, 5), pay('bob', 4, 25)]);
await Promise.all([take(3, 5, state), take(4, 25, { left: 5 }), widen(1, 5), widen(2, 25)]);
console.log(state, first.range, second.range, accounts.get('ada').money.balance);
