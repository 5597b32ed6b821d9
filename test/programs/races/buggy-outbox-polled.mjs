// expect: race.check-then-act 24,22,15
// Two pollers ask a table for what has not been sent, send it, and mark it afterwards: both get the same rows.
import { setTimeout as sleep } from 'node:timers/promises';

class Outbox {
  #rows = [];

  async pending() {
    await sleep(2);
    return this.#rows.filter((row) => !row.sent);
  }

  async markSent(id) {
    await sleep(1);
    this.#rows.find((row) => row.id === id).sent = true;
  }

  add(id) { this.#rows.push({ id, sent: false }); }
}

async function poll(outbox, mails) {
  for (const row of await outbox.pending()) {
    await mails.send(row.id);
    await outbox.markSent(row.id);
  }
}

const outbox = new Outbox();
const mails = {
  sent: 0,
  async send(id) {
    await sleep(3);
    this.sent += id > 0 ? 1 : 0;
  },
};
for (const id of [1, 2, 3]) outbox.add(id);
await Promise.all([poll(outbox, mails), sleep(4).then(() => poll(outbox, mails))]);
console.log(mails.sent >= 3);
