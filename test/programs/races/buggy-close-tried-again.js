// expect: race.order.use-after-close 12,18
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

/** A logbook that is finished while entries are on their way to it: they are tried again, in the same book. */
class Logbook {
  #entries = [];
  #isFinished = false;

  async write(entry) {
    await sleep(4);
    if (this.#isFinished) throw new Error('the book is finished');
    this.#entries.push(entry);
    return this.#entries.length;
  }

  finish() {
    this.#isFinished = true;
    return this.#entries.length;
  }
}

const book = new Logbook();

async function note(entry) {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      return await book.write(entry);
    } catch (error) {
      console.log(error.message);
    }
  }
  return 0;
}

async function main() {
  await note('sun');
  const notes = ['wind', 'rain', 'fog'].map(note);
  await sleep(1);
  console.log(book.finish());
  await Promise.all(notes);
}

main();
