// expect: promise.floating main.mjs:29
// What is to be sent joins the list only when it has been signed, and the method that waits for the list is called before that.
import { setTimeout as sleep } from 'node:timers/promises';

class Outbox {
  #under = [];
  sent = 0;

  async post(letter) {
    const signed = await this.sign(letter);
    this.#under.push(this.send(signed));
  }
  async sign(letter) {
    await sleep(3);
    return `${letter}, signed`;
  }
  async send(letter) {
    await sleep(5);
    this.sent++;
    return letter.length;
  }
  async close() {
    await Promise.allSettled([...this.#under]);
    return this.sent;
  }
}

const outbox = new Outbox();
for (const letter of ['dear a', 'dear b']) outbox.post(letter);
console.log(await outbox.close());
