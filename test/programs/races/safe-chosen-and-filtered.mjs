// expect: nothing
// Parcels are handed out by their number, and a locker is struck off the list in the step in which it was chosen.
import { setTimeout as delay } from 'node:timers/promises';

class Station {
  parcels = [{ number: 1 }, { number: 2 }, { number: 3 }];
  lockers = [{ size: 3 }, { size: 5 }, { size: 9 }];

  async open() {
    await delay(25);
  }

  async fetch(number) {
    const parcel = this.parcels.find((one) => one.number === number);
    if (!parcel) return undefined;
    await this.open();
    this.parcels = this.parcels.filter((one) => one !== parcel);
    return parcel.number;
  }

  async store(size) {
    const locker = this.lockers.find((one) => one.size >= size);
    if (!locker) return undefined;
    this.lockers = this.lockers.filter((one) => one !== locker);
    await this.open();
    return locker.size;
  }
}

const station = new Station();
const fetched = Promise.all([1, 3].map((number) => station.fetch(number)));
const stored = Promise.all([2, 4].map((size) => station.store(size)));
console.log((await fetched).join(' '), (await stored).join(' '));
