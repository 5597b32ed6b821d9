// expect: nothing
// A sheet goes to the printer with the fewest sheets under way, or the one that has printed less: whichever it is, the other one would have done as well. What is printed is counted behind the wait.
import { setTimeout as pause } from 'node:timers/promises';

class Printer {
  queued = 0;
  printed = 0;

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
      if (tried.has(one)) continue;
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
