// expect: race.check-then-act 15,12
// One helper is asked twice: before the wait whether there is room, and after it for the sum. The second answer is no check.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Raft {
  constructor(limit) {
    this.limit = limit;
    this.kilos = 0;
  }
  load() {
    return this.kilos;
  }
  setLoad(next) {
    this.kilos = next;
  }
  async board(name, kilos) {
    if (this.load() + kilos > this.limit) return `${name} stays`;
    await delay(name.length);
    this.setLoad(this.load() + kilos);
    return `${name} is on board`;
  }
}

async function main() {
  const raft = new Raft(150);
  console.log(await Promise.all([raft.board('Odysseus', 90), raft.board('Polyphemus', 140)]), raft.load());
}
main();
