// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

/** Boats for hire: one is bought where none is free, and one that leaks is taken out of the list. */
class Hire {
  boats = [];
  async rent(guest) {
    const free = this.boats.find((boat) => boat.guest === undefined);
    if (free) {
      free.guest = guest;
      return free;
    }
    await delay(25);
    const bought = { guest };
    this.boats.push(bought);
    return bought;
  }
  scrap(boat) {
    const at = this.boats.indexOf(boat);
    if (at !== -1) this.boats.splice(at, 1);
  }
}

const hire = new Hire();
const [first, second] = await Promise.all([hire.rent('Ada'), hire.rent('Bo')]);
setTimeout(() => hire.scrap(first), 35);
const third = await hire.rent('Cy');
second.guest = undefined;
await delay(60);
console.log(third.guest, (await hire.rent('Di')) === second, hire.boats.length);
