// expect: nothing
// Who has been seen lately is kept in two generations: those of this while, and those of the while before, which a clock of the program lets go as a whole.
import { setTimeout as sleep } from 'node:timers/promises';

class Visitors {
  before = new Map();
  lately = new Map();

  seen(name) {
    if (this.lately.has(name)) {
      return this.lately.get(name);
    }
    const visitor = this.before.has(name) ? this.before.get(name) : { name, visits: 0 };
    this.lately.set(name, visitor);
    return visitor;
  }

  turn() {
    this.before = this.lately;
    this.lately = new Map();
  }
}

const visitors = new Visitors();

// The clock is set by hand, and turns only once before the house is closed.
setTimeout(() => visitors.turn(), 20);

for (const [name, at] of [
  ['Ada', 5],
  ['Grace', 8],
  ['Ada', 30],
  ['Joan', 40],
]) {
  setTimeout(() => visitors.seen(name).visits++, at);
}
await sleep(60);
console.log(visitors.seen('Ada').visits, visitors.seen('Joan').visits);
