// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

class Jobs {
  list = [{ id: 1, ms: 8 }, { id: 2, ms: 3 }];

  add(job) {
    this.list.push(job);
  }

  // What is joined is the list that was asked about.
  async overdue() {
    const asked = [...this.list];
    const over = await Promise.all(asked.map(({ ms }) => delay(ms, ms > 5)));
    return asked.filter((_, i) => over[i]);
  }

  async clear() {
    const over = new Set(await this.overdue());
    this.list = this.list.filter((job) => !over.has(job));
  }
}

const jobs = new Jobs();
setTimeout(() => jobs.add({ id: 3, ms: 2 }), 4);
await jobs.clear();
console.log(jobs.list.length);
