// expect: race.order.last-write 16,31
// A consumer is stopped while it connects: it says that it runs when it has connected, and polls on for ever.
import { setTimeout as sleep } from 'node:timers/promises';

const broker = { connect: () => sleep(20), ask: () => sleep(8, 'message') };

class Consumer {
  isRunning = false;
  messages = 0;
  #loop = undefined;

  async start() {
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
console.log('polls', consumer.messages > 0);
process.exit(0);
