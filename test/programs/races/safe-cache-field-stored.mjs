// expect: nothing
// Looked at once more when the connection is there; and every host is asked for by one caller.
import { setTimeout as delay } from 'node:timers/promises';

let connections = 0;
class Pools {
  #byHost = new Map();
  #pending = new Map();
  async of(host, ms) {
    if (!this.#byHost.has(host)) {
      if (!this.#pending.has(host)) this.#pending.set(host, this.connect(host, ms));
      this.#byHost.set(host, await this.#pending.get(host));
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
await pools.of('cache', 5);
console.log(first.number, second.number, connections);
