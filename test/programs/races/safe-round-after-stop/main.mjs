// expect: nothing
// The round looks, after its wait, whether the station is still on the map; and what another call of start() puts there, stays.
import { setTimeout as sleep } from 'node:timers/promises';
import { map } from './map.mjs';

class Station {
  #beat;

  constructor(id) {
    this.id = id;
  }

  start() {
    map.set(this.id, { degrees: 0 });
    this.#beat = setInterval(() => this.#ask(), 60);
  }

  async #ask() {
    const degrees = await sleep(50, 7);
    if (map.has(this.id)) map.set(this.id, { degrees });
  }

  takeDown() {
    clearInterval(this.#beat);
    map.delete(this.id);
  }
}

const station = new Station('north');
station.start();
await sleep(85);
station.takeDown();
await sleep(80);
console.log([...map.keys()]);
