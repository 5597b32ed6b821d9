// expect: nothing
// The same table gives each row away once: whoever asks takes them in the step in which he finds them. What is only shown, and what one poller alone does, is right as it is.
import { setTimeout as sleep } from 'node:timers/promises';

class Outbox {
  #rows = [];

  async claim() {
    await sleep(2);
    const found = this.#rows.filter((row) => !row.claimed);
    for (const row of found) row.claimed = true;
    return found;
  }

  async open() {
    await sleep(2);
    return this.#rows.filter((row) => !row.read);
  }

  async markRead(id) {
    await sleep(1);
    this.#rows.find((row) => row.id === id).read = true;
  }

  add(id) { this.#rows.push({ id, claimed: false, read: false }); }
}

async function poll(outbox, mails) {
  for (const row of await outbox.claim()) await mails.send(row.id);
}

async function readAll(outbox) {
  for (const row of await outbox.open()) {
    await sleep(1);
    await outbox.markRead(row.id);
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
await readAll(outbox);
outbox.add(4);
await readAll(outbox);
console.log(mails.sent);
