// expect: race.atomicity 17,22
// A taxi office: each ride takes the first car that is near enough, and strikes it off the list only when the driver has said yes; two rides have chosen one car.
import { setTimeout as delay } from 'node:timers/promises';

class Office {
  constructor(cars) {
    this.free = cars;
    this.rides = [];
  }

  async order(place, wait) {
    await delay(wait);
    return this.#send(place);
  }

  async #send(place) {
    const car = this.free.find(({ at }) => Math.abs(at - place) < 10);
    if (!car) {
      return 'no car';
    }
    await this.#ask(car);
    this.free = this.free.filter((other) => other !== car);
    this.rides.push({ car: car.plate, place });
    return car.plate;
  }

  async #ask() {
    await delay(40);
  }
}

const office = new Office([
  { plate: 'AB-1', at: 4 },
  { plate: 'CD-2', at: 7 },
]);
const plates = await Promise.all([office.order(5, 5), office.order(6, 20)]);
console.log(plates.join(' '), office.free.length);
