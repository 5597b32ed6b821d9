// expect: nothing
// A steward signs clerks out that have had nothing to do for a while, and marks them before that: whoever comes passes over those that are on their way home.
import { setTimeout as sleep } from 'node:timers/promises';

class Clerk {
  onDuty = true;
  isLeaving = false;
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
      for (const clerk of this.#resting) if (!clerk.isLeaving && Date.now() - clerk.restedSince > 40) this.#sendHome(clerk);
    }, 30);
  }

  async call() {
    for (const clerk of this.#resting) {
      if (clerk.isLeaving) continue;
      this.#resting.delete(clerk);
      return clerk;
    }
    return new Clerk();
  }

  rest(clerk) {
    clerk.restedSince = Date.now();
    this.#resting.add(clerk);
  }

  async #sendHome(clerk) {
    clerk.isLeaving = true;
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
