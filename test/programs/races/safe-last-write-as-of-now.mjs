// expect: nothing
// Signals of buoys come in whichever order. Each is kept for its boat, and what is shown is then worked out anew from all that is kept: the newest boat list, whoever shows it last.
import { setTimeout as sleep } from 'node:timers/promises';

const late = { a1: 14, b1: 3, a2: 2, c1: 9, b2: 6, c2: 1, a3: 4 };

async function decode(signal) {
  await sleep(late[signal]);
  return { boat: signal[0], mark: Number(signal[1]) };
}

class Regatta {
  #marks = new Map();
  leader = null;

  async buoy(signal) {
    const { boat, mark } = await decode(signal);
    if ((this.#marks.get(boat) ?? 0) >= mark) return;
    this.#marks.set(boat, mark);
    this.#rank();
  }

  #rank() {
    let first = null;
    for (const [boat, mark] of this.#marks) if (first === null || mark > this.#marks.get(first)) first = boat;
    this.leader = { boat: first, of: this.#marks.size };
  }
}

const afloat = new Map();
let board = { out: 0, home: 0 };

function showBoard() {
  let out = 0;
  let home = 0;
  for (const mark of afloat.values()) {
    if (mark > 1) home += 1;
    else out += 1;
  }
  board = { out, home };
}

async function harbour(signal) {
  const { boat, mark } = await decode(signal);
  if (afloat.has(boat) && afloat.get(boat) >= mark) return;
  afloat.set(boat, mark);
  showBoard();
}

const regatta = new Regatta();
await Promise.all(
  Object.keys(late).map(async (signal, i) => {
    await sleep(i * 2);
    await Promise.all([regatta.buoy(signal), harbour(signal)]);
  }),
);
console.log(regatta.leader.boat, regatta.leader.of, board.out, board.home);
