// expect: race.order.last-write 24 ; race.order.last-write 39
// What is shown is worked out where it is stored, too, but from what the one call had asked for: the older answer comes last, and stays.
import { setTimeout as sleep } from 'node:timers/promises';

const late = { a1: 14, b1: 3, a2: 2, c1: 9, b2: 6, c2: 1, a3: 4 };

async function decode(signal) {
  await sleep(late[signal]);
  return { boat: signal[0], mark: Number(signal[1]) };
}

let leader = { boat: '', lead: 0 };

class Sighting {
  #seen = [];

  async look(signal) {
    const { boat, mark } = await decode(signal);
    for (let i = 0; i < mark; i++) this.#seen.push(boat);
    if (mark > 0) this.#show();
  }

  #show() {
    leader = { boat: this.#seen.join(''), lead: this.#seen.length };
  }
}

class Board {
  title = '';

  async harbour(signal) {
    const { boat, mark } = await decode(signal);
    if (mark > 0) this.#show(boat);
  }

  #show(boat) {
    const names = [];
    for (const letter of ['<', boat, '>']) names.push(letter);
    this.title = names.join('');
  }
}

const board = new Board();
await Promise.all(
  Object.keys(late).map(async (signal, i) => {
    await sleep(i * 2);
    await Promise.all([new Sighting().look(signal), board.harbour(signal)]);
  }),
);
console.log(leader.lead > 0, board.title.length);
