// expect: race.order.use-after-close 11,15
import { setTimeout as sleep } from 'node:timers/promises';

class Beat {
  async connect() {
    await sleep(60);
  }

  async start() {
    await this.connect();
    this.timer = setInterval(() => this.send(), 20);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
  }

  send() {
    this.sent = (this.sent ?? 0) + 1;
  }
}

const beat = new Beat();
const starting = beat.start();
await sleep(10);
beat.stop();
await starting;
await sleep(100);
console.log(beat.sent > 0);
process.exit(0);
