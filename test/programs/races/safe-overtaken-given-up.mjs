// expect: nothing
// Whoever changes the route gives up the question about the older one first; and of what an interval reads, one beat follows the other.
import { setTimeout as sleep } from 'node:timers/promises';

class Route {
  #stops = [];
  warnings = [];
  lay(stops) {
    this.#stops = [...stops];
  }
  names() {
    return this.#stops.join(',');
  }
  stop(at) {
    return this.#stops[at];
  }
}

class Traffic {
  #asking;
  async #ask(names) {
    await sleep(10, undefined, { signal: this.#asking.signal });
    return names.split(',').map((name, at) => ({ at, late: name.length }));
  }
  async warn(route) {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const names = route.names();
    const found = await this.#ask(names);
    route.warnings.push(...found.map(({ at, late }) => `${route.stop(at)} ${late}`));
  }
}

const route = new Route();
const traffic = new Traffic();
const drive = (stops) => {
  route.lay(stops);
  traffic.warn(route).catch(() => undefined);
};
setTimeout(drive, 1, ['north', 'mill']);
setTimeout(drive, 80, ['mill', 'harbour']);
await sleep(160);
console.log(route.warnings.join(' '));
