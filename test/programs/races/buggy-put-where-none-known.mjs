// expect: race.check-then-act 13,8
import { setTimeout as delay } from 'node:timers/promises';

/** Boats for hire: one of each name is bought, by whoever asks first. */
class Hire {
  boats = [];
  async rent(name) {
    const known = this.boats.find((boat) => boat.name === name);
    if (known) return known;

    await delay(25);
    const bought = { name };
    this.boats.push(bought);
    return bought;
  }
  scrap(boat) {
    const at = this.boats.indexOf(boat);
    if (at !== -1) this.boats.splice(at, 1);
  }
}

const hire = new Hire();
const [first, second] = await Promise.all([hire.rent('Swan'), hire.rent('Swan')]);
setTimeout(() => hire.scrap(first), 35);
await delay(60);
console.log(first === second, hire.boats.length);
