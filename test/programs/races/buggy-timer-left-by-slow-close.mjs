// expect: race.order.use-after-close 15,19,24 ; race.order.use-after-close 36,40,42
// Who closes says so first and looks for the timer only when the client is gone; the check that waits meanwhile sets it behind that.
import { setTimeout as sleep } from 'node:timers/promises';
class Watcher {
  closing = undefined;
  timer = undefined;
  constructor(client) {
    this.client = client;
  }
  async check() {
    clearTimeout(this.timer);
    if (this.closing) return;
    const stale = await this.client.stale();
    for (const id of stale) console.log('stale', id);
    this.timer = setTimeout(() => this.check(), 30_000);
    this.timer.unref();
  }
  close() {
    this.closing ??= this.#finish();
    return this.closing;
  }
  async #finish() {
    await this.client.quit();
    clearTimeout(this.timer);
    console.log('closed');
  }
}
class Poller {
  constructor(client) {
    this.client = client;
    this.closed = false;
  }
  async check() {
    if (this.closed) return;
    await this.client.stale();
    this.timer = setTimeout(() => this.check(), 30_000);
    this.timer.unref();
  }
  async close() {
    this.closed = true;
    await this.client.quit();
    clearTimeout(this.timer);
  }
}
const client = { stale: () => sleep(200, []), quit: () => sleep(2) };
for (const Kind of [Watcher, Poller]) {
  const one = new Kind(client);
  void one.check();
  await sleep(5);
  await one.close();
  await sleep(300);
}
