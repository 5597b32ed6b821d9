// expect: race.check-then-act 18,14
// The list has a name of its own where it is searched, and another one where something is added to it.
import { setTimeout as sleep } from 'node:timers/promises';

class Guests {
  #byTable = { oak: [], pine: [] };

  seated(table) {
    return this.#byTable[table].length;
  }

  async seat(table, name) {
    const guests = this.#byTable[table];
    const found = guests.find((guest) => guest.name === name);
    if (found) return found;
    await sleep(name.length);
    const guest = { name };
    this.#byTable[table].push(guest);
    return guest;
  }
}

const guests = new Guests();
await Promise.all([guests.seat('oak', 'Kim'), guests.seat('oak', 'Kim')]);
console.log(guests.seated('oak'));
