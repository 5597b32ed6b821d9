// expect: race.order.use-after-close 33,44,45 ; race.order.use-after-close 11,17
// A steward signs clerks out that have had nothing to do for a while; until the office has noted that, they are given to whoever comes.
import { setTimeout as sleep } from 'node:timers/promises';

class Clerk {
  onDuty = true;
  restedSince = 0;

  async stamp(form) {
    await sleep(100);
    if (!this.onDuty) throw new Error('nobody there');
    return `${form} stamped`;
  }

  async signOut() {
    await sleep(90);
    this.onDuty = false;
  }
}

class Office {
  #resting = new Set();

  constructor() {
    this.steward = setInterval(() => {
      for (const clerk of this.#resting) if (Date.now() - clerk.restedSince > 40) this.#sendHome(clerk);
    }, 30);
  }

  async call() {
    const [clerk] = this.#resting;
    if (!clerk) return new Clerk();
    this.#resting.delete(clerk);
    return clerk;
  }

  rest(clerk) {
    clerk.restedSince = Date.now();
    this.#resting.add(clerk);
  }

  async #sendHome(clerk) {
    clerk.restedSince = Infinity;
    await clerk.signOut();
    this.#resting.delete(clerk);
  }
}

const office = new Office();
for (const form of ['A 38', 'B 12']) {
  const clerk = await office.call();
  await clerk.stamp(form).catch(() => {});
  office.rest(clerk);
  await sleep(100);
}
clearInterval(office.steward);
console.log('closed');
