// expect: race.atomicity 13,8,12
import { setTimeout as delay } from 'node:timers/promises';

class Jobs {
  list = [{ id: 1, ms: 8 }, { id: 2, ms: 3 }];

  add(job) {
    this.list.push(job);
  }

  async clear() {
    const over = await Promise.all(this.list.map(({ ms }) => delay(ms, ms > 5)));
    this.list = this.list.filter((_, i) => over[i] === false);
  }
}

const jobs = new Jobs();
setTimeout(() => jobs.add({ id: 3, ms: 2 }), 4);
await jobs.clear();
console.log(jobs.list.length);
