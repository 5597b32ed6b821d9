// expect: race.atomicity 16
// What a renewal gave is stored again after a wait, whoever has the lease by then.
import { setTimeout as sleep } from 'node:timers/promises';

class Leases {
  #lease = { holder: null, count: 0, term: 0 };

  async acquire(holder) {
    await sleep(1);
    this.#lease = { ...this.#lease, holder, term: this.#lease.term + 1 };
    return { ...this.#lease };
  }

  async store(lease, count) {
    await sleep(2);
    this.#lease = { ...lease, count };
  }

  get count() {
    return this.#lease.count;
  }
}

const leases = new Leases();

async function count(name) {
  const lease = await leases.acquire(name);
  await sleep(name.length);
  await leases.store(lease, lease.count + 1);
}

await Promise.all(['a', 'bb', 'ccc'].map(count));
console.log(leases.count);
