// expect: nothing
// Two imports use one connection, but one after the other: a transaction is begun when the one before it has ended. A second kind counts how many have begun.
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

class Ledger {
  #open = false;
  #begun = 0;
  #pending = [];
  rows = [];
  notes = [];

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

  async end(isGood) {
    await delay(2);
    if (isGood) this.rows.push(...this.#pending);
    this.#open = false;
  }

  async enter() {
    await delay(1);
    this.#begun++;
  }

  async note(text) {
    await delay(1);
    if (this.#begun > 0) this.notes.push(text);
  }

  async leave() {
    await delay(1);
    this.#begun--;
  }
}

const ledger = new Ledger();
const turns = new Mutex();

async function importFile(lines) {
  await turns.runExclusive(async () => {
    await ledger.begin();
    for (const line of lines) if (line !== '') await ledger.put(line);
    await ledger.end(!lines.includes(''));
  });
  await ledger.enter();
  for (const line of lines) await ledger.note(line);
  await ledger.leave();
}

await Promise.all([importFile(['a', 'b', 'c', 'd']), importFile(['x', ''])]);
console.log(ledger.rows.length, ledger.notes.length);
