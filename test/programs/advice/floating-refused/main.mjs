// expect: promise.floating main.mjs:24
// The letters are handed in one after the other, and the post office is closed when all have been handed in: those that are still being stamped are refused.
import { setTimeout as sleep } from 'node:timers/promises';

class PostOffice {
  #isOpen = true;
  sent = [];

  async send(letter) {
    const stamped = await sleep(letter.length, `${letter}, stamped`);
    if (!this.#isOpen) throw new Error('closed');
    this.sent.push(stamped);
  }

  async close() {
    await sleep(1);
    this.#isOpen = false;
  }
}

const office = new PostOffice();

async function sendAll(letters) {
  letters.forEach((letter) => office.send(letter).catch((error) => console.log(letter, error.message)));
}

await sendAll(['to Ada', 'to Grace']);
await office.close();
await sleep(12);
console.log(office.sent.length);
