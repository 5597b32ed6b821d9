// expect: race.check-then-act 14,18
// What this check throws is meant for whoever takes the place after it: it uses nothing of it itself.
import { setTimeout as sleep } from 'node:timers/promises';

class Moorings {
  #ships = new Map();

  async noteArrival(ship) {
    await sleep(4);
    return `${ship} has arrived`;
  }

  async assertFree(place) {
    if (this.#ships.has(place)) throw new Error(`${place} is taken`);
  }

  take(place, ship) {
    this.#ships.set(place, ship);
  }

  get count() {
    return this.#ships.size;
  }
}

class HarbourMaster {
  #moorings;
  constructor(moorings) {
    this.#moorings = moorings;
  }

  async assign(place, ship) {
    const note = await this.#moorings.noteArrival(ship);
    await this.#moorings.assertFree(place);
    await sleep(5);
    this.#moorings.take(place, ship);
    return note;
  }
}

const moorings = new Moorings();
const master = new HarbourMaster(moorings);
const notes = await Promise.allSettled([master.assign('north', 'Alma'), master.assign('north', 'Berta')]);
console.log(notes.length, moorings.count);
