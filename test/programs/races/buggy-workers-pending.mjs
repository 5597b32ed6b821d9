// expect: race.check-then-act 34,33,13,17
// Workers take a while to come up, and only those that are up count when there is to be one more.
import { setTimeout as delay } from 'node:timers/promises';

class Crew {
  pending = new Set();
  ready = new Set();
  add(worker) {
    this.pending.add(worker);
    worker.onUp(() => {
      if (!this.pending.has(worker)) return;
      this.pending.delete(worker);
      this.ready.add(worker);
    });
  }
  findFree() {
    for (const worker of this.ready) if (worker.jobs === 0) return worker;
    return null;
  }
  get size() {
    return this.ready.size;
  }
}
class Yard {
  crew = new Crew();
  started = 0;
  hire() {
    const worker = { jobs: 0, onUp: (tell) => setTimeout(tell, 60 + 30 * this.started) };
    this.started++;
    this.crew.add(worker);
  }
  order() {
    const worker = this.crew.findFree();
    if (worker === null && this.crew.size < 2) this.hire();
    if (worker !== null) worker.jobs++;
  }
}

const yard = new Yard();
for (let i = 0; i < 4; i++) {
  setTimeout(() => yard.order(), 20 * i);
}
await delay(250);
console.log(yard.started, yard.crew.size);
