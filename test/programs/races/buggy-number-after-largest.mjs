// expect: race.atomicity 14,12 ; race.atomicity 24,22
// The next number is the largest one and one more: two calls that look before either has stored its own get the same.
import { setTimeout as delay } from 'node:timers/promises';

const print = async (label) => {
  await delay(5);
  return `*${label}*`;
};

const tickets = [4, 7];
async function draw() {
  const number = Math.max(0, ...tickets) + 1;
  await print(number);
  tickets.push(number);
  return number;
}

class Deck {
  #levels = new Set([1]);

  async raise(by) {
    const top = Math.max(...this.#levels);
    await print(top + by);
    this.#levels.add(top + by);
  }

  get size() {
    return this.#levels.size;
  }
}

const deck = new Deck();
const drawn = await Promise.all([draw(), draw()]);
await Promise.all([deck.raise(1), deck.raise(2)]);
console.log(new Set(drawn).size, deck.size);
