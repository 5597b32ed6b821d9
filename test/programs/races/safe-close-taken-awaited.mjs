// expect: nothing
// The truck that is retired leaves the yard first: nobody can be lent it from then on.
import { setTimeout as sleep } from 'node:timers/promises';

class Truck {
  #tank = 40;
  constructor(plate) {
    this.plate = plate;
    this.trips = 0;
  }

  async drive(to) {
    await sleep(2);
    this.trips++;
    return `one is in ${to}`;
  }

  async shutdown() {
    await sleep(6);
    this.#tank = 0;
    return this.#tank;
  }
}

class Yard {
  #parked = [];
  #plates = 0;
  #patience;
  constructor(patience) {
    this.#patience = patience;
  }

  lend() {
    const truck = this.#parked.pop() ?? new Truck(`T-${++this.#plates}`);
    clearTimeout(truck.retiring);
    return truck;
  }

  park(truck) {
    this.#parked.push(truck);
    truck.retiring = setTimeout(() => this.retire(truck), this.#patience);
  }

  get parked() {
    return this.#parked.length;
  }

  async retire(truck) {
    const since = this.parked;
    const place = this.#parked.indexOf(truck);
    if (place < 0) return since;
    this.#parked.splice(place, 1);
    await truck.shutdown();
    return since;
  }
}

async function deliver(yard, town) {
  const truck = yard.lend();
  const said = await truck.drive(town);
  yard.park(truck);
  return said;
}

const yard = new Yard(15);
console.log(await deliver(yard, 'Lund'));
await sleep(60);
console.log(await deliver(yard, 'Malmo'));
