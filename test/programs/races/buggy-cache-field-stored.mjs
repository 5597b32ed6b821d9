// expect: race.check-then-act 11
// What is stored in a Map of a field is awaited in the call that stores it.
import { setTimeout as delay } from 'node:timers/promises';

let connections = 0;
class Pools {
  #byHost = new Map();
  async of(host, ms) {
    if (!this.#byHost.has(host)) {
      // The second caller looks while the first one connects.
      this.#byHost.set(host, await this.connect(host, ms));
    }
    return this.#byHost.get(host);
  }
  async connect(host, ms) {
    await delay(ms);
    return { host, number: ++connections };
  }
}

const pools = new Pools();
const [first, second] = await Promise.all([pools.of('db', 5), pools.of('db', 25)]);
console.log(first.number, second.number, connections);
