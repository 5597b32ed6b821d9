// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

/** It looks again for each part. */
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
      if (!this.line) return;
      this.line.put(part);
    }
  }

  async poll(count) {
    for (let i = 0; i < count && this.line; i++) {
      this.line.put(i);
      await delay(15);
    }
  }

  close() {
    this.line = null;
  }
}

const sender = new Sender();
sender.send(6).catch((err) => console.log(err.name));
sender.poll(9);
setTimeout(() => sender.close(), 55);
await delay(400);
