// expect: race.atomicity 11,14
// Nobody looks at the list but the searches, which are all made in one step; the element that each chose is taken later.
import { setTimeout as delay } from 'node:timers/promises';

class Hall {
  constructor(size) {
    this.seats = new Array(size).fill(undefined);
  }

  async book(holder) {
    const seat = this.seats.findIndex((s) => s === undefined);
    if (seat < 0) throw new Error('full');
    await delay(holder.length);
    this.seats[seat] = holder;
    return seat;
  }
}

const hall = new Hall(4);
const seats = await Promise.all(['ada', 'grace', 'barbara'].map((name) => hall.book(name)));
console.log(new Set(seats).size);
