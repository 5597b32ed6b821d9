// expect: nothing
/** What is left is looked at by a method of the list, and the count comes down last. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Jobs {
  #all = [];
  add(name) {
    this.#all.push({ name, state: 'new' });
  }
  nextNew() {
    return this.#all.find((job) => job.state === 'new');
  }
}

const made = { cut: ['sew'], sew: ['pack'], pack: [] };
class Shop extends EventEmitter {
  jobs = new Jobs();
  busy = 0;
  look() {
    const job = this.jobs.nextNew();
    if (job) void this.work(job);
    else if (this.busy === 0) this.emit('idle');
  }
  async work(job) {
    job.state = 'taken';
    this.busy++;
    await sleep(10);
    await sleep(60);
    for (const next of made[job.name]) this.jobs.add(next);
    this.busy--;
  }
}

const shop = new Shop();
shop.jobs.add('cut');
const timer = setInterval(() => shop.look(), 5);
await once(shop, 'idle');
clearInterval(timer);
console.log('idle');
