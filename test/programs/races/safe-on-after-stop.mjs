// expect: nothing
// A consumer is stopped while it connects: who stops it waits for that first.
import { setTimeout as sleep } from 'node:timers/promises';

const broker = { connect: () => sleep(20), ask: () => sleep(8, 'message') };

class Consumer {
  isRunning = false;
  messages = 0;
  #loop = undefined;
  #starting = undefined;

  start() {
    this.#starting ??= this.#begin();
    return this.#starting;
  }

  async #begin() {
    // What a slow network does.
    await broker.connect();

    this.isRunning = true;
    this.#loop = this.#poll();
  }

  async #poll() {
    while (this.isRunning) {
      const message = await broker.ask();
      this.messages += message.length;
    }
    this.done = true;
  }

  /** Whoever polls looks at it after the next message. */
  async stop() {
    // It may never have been started.
    await this.#starting;
    this.isRunning = false;
    await this.#loop;
  }
}

const consumer = new Consumer();
const starting = consumer.start();
await sleep(5);
await consumer.stop();
console.log('stopped');
await starting;
await sleep(60);
console.log('polled', consumer.messages > 0, consumer.done);
