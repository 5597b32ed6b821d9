// expect: race.atomicity 10,13; race.atomicity 19,21; race.atomicity 27,30; race.atomicity 34,36; race.atomicity 42,45
// What is read lies deeper in a pattern: of a property, of a list, of a parameter.
import { setTimeout as delay } from 'node:timers/promises';

const state = { counts: { total: 10 }, range: [1, 10], left: 10 };
const accounts = new Map([['ada', { money: { balance: 10 } }]]);

async function count(amount, ms) {
  const {
    counts: { total = 0 },
  } = state;
  await delay(ms);
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

// What it takes apart is what everybody has, unless it is given another one.
async function take(amount, ms, { left } = state) {
  await delay(ms);
  state.left = left - amount;
}

async function widen(by, ms) {
  let low;
  ({
    range: [low],
  } = state);
  await delay(ms);
  state.range[0] = low - by;
}

const shown = new Window();
await Promise.all([count(3, 5), count(4, 25), shown.grow(1, 5), shown.grow(2, 25), pay('ada', 3, 5), pay('ada', 4, 25)]);
await Promise.all([take(3, 5), take(4, 25), widen(1, 5), widen(2, 25)]);
console.log(state, shown.range, accounts.get('ada').money.balance);
