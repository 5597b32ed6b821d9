// expect: race.atomicity 23,17; race.atomicity 32,17
// Announcements to the stops of a tram, one after the other, while one of them is closed: the stop behind it hears nothing.
import { setTimeout as delay } from 'node:timers/promises';

class Network {
  #lines = new Map();
  heard = [];

  open(line, stop) {
    const stops = this.#lines.get(line) ?? [];
    if (stops.length === 0) this.#lines.set(line, stops);
    stops.push(stop);
  }

  close(line, stop) {
    const open = this.#lines.get(line) ?? [];
    if (open.includes(stop)) open.splice(open.indexOf(stop), 1);
  }

  async announce(line, text) {
    let count = 0;
    // Where nothing runs there is nobody to tell.
    for (const stop of this.#lines.get(line) ?? []) {
      await this.#say(stop, text);
      count++;
    }
    return count;
  }

  async test(line) {
    const all = this.#lines.get(line) || [];
    for (const stop of all) await this.#say(stop, 'test');
  }

  async #say(stop, text) {
    await delay(30);
    this.heard.push(`${stop}: ${text}`);
  }
}

const city = new Network();
for (const stop of ['harbour', 'market', 'museum', 'park']) city.open(11, stop);
setTimeout(() => city.close(11, 'harbour'), 45);
console.log(await city.announce(11, 'delay'), await city.announce(12, 'delay'));
setTimeout(() => city.close(11, 'market'), 45);
await city.test(11);
console.log(city.heard.join(', '));
