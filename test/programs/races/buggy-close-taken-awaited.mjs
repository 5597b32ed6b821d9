// expect: race.order.use-after-close 34,53,50
// A timer retires the truck that nobody has driven for a while; it can be lent out until its tank is empty. Here nobody comes in that time.
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
    await truck.shutdown();
    const place = this.#parked.indexOf(truck);
    if (place < 0) return since;
    this.#parked.splice(place, 1);
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
