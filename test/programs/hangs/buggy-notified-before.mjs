// expect: promise.never-settles
// The gate is announced while the passenger is still at the counter; nobody looks whether it has been, and nothing but a clock goes on. Says `late` when it has waited for long.
import { setTimeout as sleep } from 'node:timers/promises';

class Board {
  constructor() {
    this.gates = new Map();
    this.looking = new Map();
  }

  announce(flight, gate) {
    this.gates.set(flight, gate);
    for (const tell of this.looking.get(flight) ?? []) tell(gate);
    this.looking.delete(flight);
  }

  gateOf(flight) {
    return new Promise((tell) => {
      const all = this.looking.get(flight) ?? [];
      all.push(tell);
      this.looking.set(flight, all);
    });
  }
}

const board = new Board();
async function passenger(flight, ms) {
  await sleep(ms);
  return `${flight} leaves from ${await board.gateOf(flight)}`;
}

let minutes = 0;
const clock = setInterval(() => {
  minutes++;
}, 60);
setTimeout(() => board.announce('LH 1', 'A7'), 10);
setTimeout(() => board.announce('KL 2', 'B3'), 12);
setTimeout(() => console.log('late'), 4000);
console.log(await Promise.all([passenger('LH 1', 1), passenger('KL 2', 40)]), minutes);
clearInterval(clock);
