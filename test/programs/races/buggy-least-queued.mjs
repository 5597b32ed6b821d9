// expect: race.check-then-act 20,34
// As safe-least-queued.mjs, but a printer takes no more sheets than it has, and what is printed is counted behind the wait: more may be on their way to it than there are.
import { setTimeout as pause } from 'node:timers/promises';

class Printer {
  queued = 0;
  printed = 0;
  sheets = 2;

  constructor(name, jams) {
    this.name = name;
    this.jams = jams;
  }

  async print(ms) {
    this.queued++;
    try {
      await pause(ms);
      if (this.jams) throw new Error(`${this.name} is jammed`);
      this.printed++;
      return this.name;
    } finally {
      this.queued--;
    }
  }
}

class Room {
  printers = [new Printer('hall', false), new Printer('attic', true), new Printer('yard', false)];

  #choose(tried) {
    let best = null;
    for (const one of this.printers) {
      if (tried.has(one) || one.printed >= one.sheets) continue;
      if (!best || one.queued < best.queued || (one.queued === best.queued && one.printed < best.printed)) best = one;
    }
    return best;
  }

  #leastUsed() {
    return this.printers.reduce((a, b) => (a.printed <= b.printed ? a : b));
  }

  async hand(ms) {
    const tried = new Set();
    for (let to = this.#choose(tried); to; to = this.#choose(tried)) {
      tried.add(to);
      try {
        return await to.print(ms);
      } catch {
        // The next one may do.
      }
    }
    return 'nowhere';
  }

  async clean(ms) {
    const one = this.#leastUsed();
    await pause(ms);
    one.printed++;
    return one.name;
  }
}

const room = new Room();
const where = await Promise.all([...[3, 5, 4, 6, 2].map((ms) => room.hand(ms)), room.clean(4), room.clean(2)]);
console.log(where.length, room.printers.map(({ queued }) => queued).join(''));
