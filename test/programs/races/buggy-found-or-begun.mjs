// expect: race.atomicity 39,41
// As safe-found-once-created.mjs, but a parcel that is not known yet is begun by its first scan: whoever takes it in may come in between, and one of the two is lost.
import { setTimeout as pause } from 'node:timers/promises';

class Ledger {
  #pages = new Map();

  async find(code) {
    await pause(1);
    return this.#pages.get(code) ?? null;
  }

  async keep(code, page) {
    await pause(2);
    this.#pages.set(code, page);
  }
}

class Depot {
  #ledger = new Ledger();
  #turns = new Map();

  takeIn(code) {
    return this.#ledger.keep(code, 'in');
  }

  /** One at a time for each parcel. */
  #inTurn(code, job) {
    const turn = (this.#turns.get(code) ?? Promise.resolve()).then(job);
    this.#turns.set(
      code,
      turn.catch(() => {}),
    );
    return turn;
  }

  scan(code, gate) {
    return this.#inTurn(code, async () => {
      const page = (await this.#ledger.find(code)) ?? '';
      await this.#ledger.keep(code, `${page}>${gate}`);
      return page.length;
    });
  }
}

const depot = new Depot();
const arrive = async (code, ms) => {
  await pause(ms);
  await depot.takeIn(code);
};
const pass = async (code, gate, ms) => {
  await pause(ms);
  return depot.scan(code, gate);
};
const gates = ['north', 'yard', 'ramp'].map((gate, i) => pass('p-1', gate, 30 + 4 * i));
const [, ...sizes] = await Promise.all([arrive('p-1', 1), ...gates]);
console.log(sizes.join());
