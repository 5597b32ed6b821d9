// expect: nothing
// One at a time: what is added meanwhile stands behind what is taken away.
'use strict';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Outbox {
  rows = ['a', 'b', 'c', 'd'];
  sent = [];
  async #send(batch) {
    await wait(5);
    this.sent.push(...batch);
  }
  add(row) {
    this.rows.push(row);
  }
  async flush() {
    while (this.rows.length > 0) {
      const batch = this.rows.slice(0, 2);
      await this.#send(batch);
      this.rows.splice(0, batch.length);
    }
  }
}

const outbox = new Outbox();
setTimeout(() => outbox.add('e'), 7);
outbox.flush().then(() => console.log(outbox.sent.join('')));
