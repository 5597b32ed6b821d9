// expect: race.atomicity 14,16
// Two at once send the same rows, and take away twice as many.
'use strict';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Outbox {
  rows = ['a', 'b', 'c', 'd'];
  sent = [];
  async #send(batch) {
    await wait(5);
    this.sent.push(...batch);
  }
  async flush() {
    const batch = this.rows.slice(0, 2);
    await this.#send(batch);
    this.rows.splice(0, batch.length);
  }
}

const outbox = new Outbox();
Promise.all([outbox.flush(), outbox.flush()]).then(() => console.log(outbox.sent.length, outbox.rows.length));
