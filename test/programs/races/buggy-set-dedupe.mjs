// expect: race.check-then-act 10,12
import { setTimeout as delay } from 'node:timers/promises';

class Mailer {
  #sent = new Set();
  outbox = [];

  async notify(address, subject) {
    const key = `${address}:${subject}`;
    if (this.#sent.has(key)) return 'duplicate';
    await this.#deliver(address, subject);
    this.#sent.add(key);
    return 'sent';
  }

  async #deliver(address, subject) {
    await delay(3);
    this.outbox.push({ address, subject });
  }
}

const mailer = new Mailer();
const replies = await Promise.all([
  mailer.notify('ops@example.org', 'disk full'),
  mailer.notify('ops@example.org', 'disk full'),
  mailer.notify('dev@example.org', 'disk full'),
]);
console.log(replies.join(' '), mailer.outbox.length);
