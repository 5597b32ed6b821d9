// expect: none exit 0
// Mailboxes whose mark that they have ended is set by the writer and taken back by the reader who saw it: who sets it never had it, so it is no lock.
import { setImmediate as turn } from 'node:timers/promises';

class Mailbox {
  #letters = [];
  #readers = [];
  #ended = false;

  post(letter) {
    this.#letters.push(letter);
    this.#readers.shift()?.();
  }

  async read() {
    while (this.#letters.length === 0) {
      if (this.#ended) {
        this.#ended = false;
        return undefined;
      }
      await new Promise((resolve) => this.#readers.push(resolve));
    }
    return this.#letters.shift();
  }

  end() {
    this.#ended = true;
    for (const wake of this.#readers.splice(0)) wake();
  }
}

const letters = new Mailbox();
const stamped = new Mailbox();

async function stamp() {
  for (let letter = await letters.read(); letter !== undefined; letter = await letters.read()) {
    await turn();
    stamped.post(`${letter}!`);
  }
  stamped.end();
}

async function deliver(names) {
  const stamping = stamp();
  const writing = (async () => {
    for (const name of names) {
      await turn();
      letters.post(name);
    }
    letters.end();
  })();
  const out = [];
  for (let letter = await stamped.read(); letter !== undefined; letter = await stamped.read()) out.push(letter);
  await writing;
  await stamping;
  return out;
}

for (const names of [['a', 'b'], ['c'], ['d', 'e', 'f']]) console.log((await deliver(names)).join(' '));
