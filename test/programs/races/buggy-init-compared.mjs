// expect: race.order.use-before-init 20,15
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

class Limits {
  constructor(url) {
    this.size = undefined;
    // Nobody waits for it.
    this.load(url);
  }

  async load(url) {
    const text = await readFile(url, 'utf8');
    await sleep(20);
    this.size = text.length;
  }
}

const limits = new Limits(new URL(import.meta.url));
const accept = (size) => (size <= limits.size ? 'accepted' : `refused: more than ${limits.size}`);
console.log(accept(10));
setTimeout(() => console.log(accept(10)), 300);
