// expect: race.atomicity 28,18,13 ; race.atomicity 12,23
// Two imports use one connection at a time: what the one that fails gives up is the transaction of both.
import { setTimeout as delay } from 'node:timers/promises';

class Ledger {
  #open = false;
  #pending = [];
  rows = [];

  async begin() {
    await delay(2);
    this.#pending = [];
    this.#open = true;
  }

  async put(row) {
    await delay(4);
    if (this.#open) this.#pending.push(row);
    else this.rows.push(row);
  }
  async commit() {
    await delay(2);
    this.rows.push(...this.#pending);
    this.#open = false;
  }
  async giveUp() {
    await delay(1);
    this.#open = false;
  }
}

const ledger = new Ledger();

async function importFile(lines) {
  await ledger.begin();
  try {
    for (const line of lines) {
      if (line === '') throw new Error('an empty line');
      await ledger.put(line);
    }
    await ledger.commit();
  } catch {
    await ledger.giveUp();
  }
}

await Promise.all([importFile(['a', 'b', 'c', 'd']), importFile(['x', ''])]);
console.log(ledger.rows.length);
