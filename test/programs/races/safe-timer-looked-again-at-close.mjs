// expect: nothing
// Who sets the timer behind its wait looks again whether somebody closes; who closes late clears it.
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
    if (this.closing) return;
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
    if (this.closed) return;
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
