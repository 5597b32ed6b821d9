// expect: race.order.use-after-close 26,42,34
// Helpers that nobody has needed for a while are sent home; each leaves the list only when its thread has ended, and who takes one before sends his word to nobody.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const code = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (word) => parentPort.postMessage(word.toUpperCase()));
`;

class Helpers {
  #idle = [];
  #used = new Map();
  #sweep = setInterval(() => this.#sendHome(), 20);

  async spell(word) {
    const helper = this.#take();
    helper.postMessage(word);
    const [answer] = await once(helper, 'message');
    this.#used.set(helper, Date.now());
    this.#idle.push(helper);
    return answer;
  }

  #take = () => this.#idle.pop() ?? this.#engage();

  #engage() {
    const helper = new Worker(code, { eval: true });
    this.#used.set(helper, 0);
    helper.on('exit', () => {
      this.#used.delete(helper);
      const at = this.#idle.indexOf(helper);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    return helper;
  }

  #sendHome() {
    const now = Date.now();
    for (const helper of this.#idle) {
      if (now - this.#used.get(helper) > 40) helper.terminate();
    }
  }

  async close() {
    clearInterval(this.#sweep);
    while (this.#idle.length > 0) await this.#idle.pop().terminate();
  }
}

const helpers = new Helpers();
console.log(await helpers.spell('oak'));
await sleep(400);
console.log(await helpers.spell('elm'));
await helpers.close();
