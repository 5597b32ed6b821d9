// expect: nothing
// Each ride asks for the rope because it uses it, and says nothing to whoever renews the rope later.
import { setTimeout as sleep } from 'node:timers/promises';

async function spliceRope() {
  await sleep(8);
  return { pull: async (load) => (await sleep(2), `${load} is up`), ride: async (load) => (await sleep(2), `${load} is down`) };
}

class Lift {
  #rope = null;
  #rides = 0;

  async renew() {
    const rope = await spliceRope();
    this.#rope = rope;
  }

  async carry(load) {
    this.#rides++;
    if (this.#rope === null) throw new Error(`no rope for ${load}`);
    return this.#rope.pull(load);
  }

  slacken() {
    this.#rope = null;
  }

  get rides() {
    return this.#rides;
  }
}

const lift = new Lift();
await lift.renew();
await lift.carry('skis');
setTimeout(() => lift.slacken(), 3);
await lift.renew();
const told = await lift.carry('sledge').catch((error) => error.message);
console.log(lift.rides, told.length > 0);
