// expect: race.atomicity 45,42
import { setTimeout as sleep } from 'node:timers/promises';

// Barrels go from cellar to cellar, and whoever carries them leaves a promise there, for which nobody waits.
class Turns {
  #last = new Map();

  async #enter(cellar) {
    let leave;
    const mine = new Promise((resolve) => {
      leave = resolve;
    });
    this.#last.set(cellar, mine);
    return () => {
      if (this.#last.get(cellar) === mine) this.#last.delete(cellar);
      leave();
    };
  }

  async in(cellars, carry) {
    const exits = [];
    try {
      for (const cellar of [...cellars].sort()) exits.push(await this.#enter(cellar));
      return await carry();
    } finally {
      for (const exit of exits.reverse()) exit();
    }
  }
}

const cellars = new Map([
  ['north', { barrels: 9 }],
  ['south', { barrels: 2 }],
  ['old', { barrels: 0 }],
]);
const turns = new Turns();

function carry(from, to, barrels) {
  return turns.in([from, to], async () => {
    const [source, target] = [cellars.get(from), cellars.get(to)];
    const left = source.barrels - barrels;
    const there = target.barrels + barrels;
    await sleep(3);
    source.barrels = left;
    target.barrels = there;
  });
}

await Promise.all([carry('north', 'south', 2), carry('south', 'north', 1), sleep(40).then(() => carry('north', 'old', 3)), sleep(80).then(() => carry('old', 'south', 1))]);
console.log(...Array.from(cellars.values(), ({ barrels }) => barrels));
