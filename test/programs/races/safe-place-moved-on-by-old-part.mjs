// expect: nothing
// A reader goes on only when it is at rest, or counts its part before it waits; what arrives is counted by its own length.
import { setTimeout as delay } from 'node:timers/promises';

const lines = Array.from({ length: 8 }, (_, i) => `line ${i}`);

class Reader {
  next = 0;
  sent = 0;
  bytes = 0;
  isBusy = false;
  out = [];

  async poll() {
    if (this.isBusy) return;
    this.isBusy = true;
    const part = lines.slice(this.next, this.next + 2);
    await delay(30);
    this.out.push(...part);
    this.next += part.length;
    this.isBusy = false;
  }

  async send() {
    const part = lines.slice(this.sent, this.sent + 3);
    this.sent += part.length;
    await delay(20);
    this.bytes += part.join('').length;
  }
}

const reader = new Reader();
const timer = setInterval(() => reader.poll(), 20);
await Promise.all([reader.send(), reader.send()]);
await delay(140);
clearInterval(timer);
await delay(40);
console.log(new Set(reader.out).size === reader.out.length, reader.bytes);
