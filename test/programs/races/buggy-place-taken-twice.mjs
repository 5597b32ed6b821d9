// expect: race.atomicity 15 ; race.atomicity 27
// Whoever looks for a place that is free marks it after a wait: two take the same, and both write the same mark.
import { setTimeout as delay } from 'node:timers/promises';

class Lockers {
  #taken = new Array(6).fill(0);
  free() {
    return this.#taken.indexOf(0);
  }
  async rent(who) {
    const at = this.free();
    if (at < 0) return undefined;
    await delay(8, who);
    // Nobody has looked since.
    this.#taken[at] = 1;
    return at;
  }
}

const berths = [true, false, false, false];
const register = async (ship) => {
  await delay(5);
  return ship.toUpperCase();
};
const moor = async (ship) => {
  const berth = berths.findIndex((isTaken) => !isTaken);
  berths[berth] = (await register(ship)) !== '';
  return berth;
};

const lockers = new Lockers();
const rented = await Promise.all(['ida', 'jon'].map((who) => lockers.rent(who)));
const moored = await Promise.all(['elba', 'oder'].map(moor));
console.log(rented.length, moored.length);
