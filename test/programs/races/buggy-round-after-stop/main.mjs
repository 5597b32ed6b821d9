// expect: race.order.last-write 20,26
// A round that asks for the weather is under way when the station is taken down: its answer puts the station back on the map.
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
    map.set(this.id, { degrees });
  }

  takeDown() {
    clearInterval(this.#beat);
    // Nobody is to see it any more.
    map.delete(this.id);
  }
}

const station = new Station('north');
station.start();
await sleep(85);
station.takeDown();
await sleep(80);
console.log([...map.keys()]);
