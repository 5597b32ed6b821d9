// expect: nothing
// What is to be sent joins the list at once, or is waited for until nothing is left.
import { setTimeout as sleep } from 'node:timers/promises';

class Outbox {
  #under = [];
  sent = 0;

  post(letter) {
    this.#under.push(this.sign(letter).then((signed) => this.send(signed)));
  }
  async postLater(letter) {
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
  async drain() {
    await sleep(10);
    while (this.#under.length > 0) await Promise.all(this.#under.splice(0));
  }
}

const outbox = new Outbox();
for (const letter of ['dear a', 'dear b']) outbox.post(letter);
console.log(await outbox.close());
outbox.postLater('dear c');
await outbox.drain();
console.log(outbox.sent);
