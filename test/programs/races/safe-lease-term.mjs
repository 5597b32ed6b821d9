// expect: nothing
// A lease is given back only by the term in which it was got: the store compares that in the step in which it writes.
import { setTimeout as sleep } from 'node:timers/promises';

class Leases {
  #lease = { holder: null, until: 0, term: 0 };

  async tryAcquire(holder, ttl) {
    await sleep(1);
    const lease = this.#lease;
    if (lease.holder !== holder && lease.until > performance.now()) return null;
    const term = lease.holder === holder ? lease.term : lease.term + 1;
    this.#lease = { holder, until: performance.now() + ttl, term };
    return { ...this.#lease };
  }

  async release(holder, term) {
    await sleep(1);
    if (this.#lease.holder !== holder || this.#lease.term !== term) return false;
    this.#lease = { holder: null, until: 0, term };
    return true;
  }
}

const leases = new Leases();

async function lead(name, { term }, steps) {
  for (let step = 0; step < steps; step++) {
    await sleep(2);
    const renewed = await leases.tryAcquire(name, 300);
    if (renewed === null || renewed.term !== term) return step;
  }
  await leases.release(name, term);
  return steps;
}

async function candidate(name) {
  for (;;) {
    const lease = await leases.tryAcquire(name, 300);
    if (lease !== null) return lead(name, lease, 2);
    await sleep(3);
  }
}

console.log((await Promise.all(['a', 'b', 'c'].map(candidate))).join());
