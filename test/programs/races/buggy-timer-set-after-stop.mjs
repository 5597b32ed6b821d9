// expect: race.order.use-after-close 13,17
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

class Poller {
  start() {
    this.timer = setTimeout(() => this.poll(), 20);
  }

  async poll() {
    await readFile(import.meta.filename ?? new URL(import.meta.url), 'utf8');
    await sleep(60);
    this.timer = setTimeout(() => this.poll(), 20);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

const poller = new Poller();
poller.start();
await sleep(60);
poller.stop();
await sleep(200);
process.exit(0);
