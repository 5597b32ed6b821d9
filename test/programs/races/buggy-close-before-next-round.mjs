// expect: race.order.use-after-close 20,25
import { setTimeout as delay } from 'node:timers/promises';

/** The line is looked at before the first part alone. */
class Sender {
  constructor() {
    this.line = { sent: [], put(part) { this.sent.push(part); } };
  }

  async *parts(count) {
    for (let i = 0; i < count; i++) {
      await delay(20);
      yield i;
    }
  }

  async send(count) {
    if (!this.line) throw new Error('no line');
    for await (const part of this.parts(count)) {
      this.line.put(part);
    }
  }

  close() {
    this.line = null;
  }
}

const sender = new Sender();
sender.send(6).catch((err) => console.log(err.name));
setTimeout(() => sender.close(), 55);
await delay(400);
