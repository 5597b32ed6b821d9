// expect: nothing
// Announcements to the stops of a tram as it is at the beginning; and a list that is replaced where a stop is closed.
import { setTimeout as delay } from 'node:timers/promises';

class Network {
  #lines = new Map();
  #closed = new Map();
  heard = [];

  open(line, stop) {
    const stops = this.#lines.get(line) ?? [];
    if (stops.length === 0) this.#lines.set(line, stops);
    stops.push(stop);
  }

  close(line, stop) {
    const open = this.#lines.get(line) ?? [];
    if (open.includes(stop)) open.splice(open.indexOf(stop), 1);
    this.#closed.set(line, [...(this.#closed.get(line) ?? []), stop]);
  }

  async announce(line, text) {
    let count = 0;
    for (const stop of [...(this.#lines.get(line) ?? [])]) {
      await this.#say(stop, text);
      count++;
    }
    return count;
  }

  async excuse(line) {
    for (const stop of this.#closed.get(line) ?? []) await this.#say(stop, 'closed');
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
setTimeout(() => city.close(11, 'market'), 15);
await city.excuse(11);
console.log(city.heard.join(', '));
