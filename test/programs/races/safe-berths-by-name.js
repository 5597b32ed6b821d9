// expect: nothing
// A night train has few berths, kept by passenger. Who finds one free is noted at once, and shows his ticket then. Seats are kept by number, and one that is there already is given another passenger.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class NightTrain {
  #berths = {};
  #seats = { 1: 'nobody', 2: 'nobody' };

  async book(passenger) {
    if (Object.keys(this.#berths).length >= 2) return `${passenger} stays`;
    this.#berths[passenger] = { since: passenger.length };
    await this.show(passenger);
    if (Object.values(this.#berths).length > 2) throw new Error('too many');
    return `${passenger} sleeps`;
  }

  async sit(number, passenger) {
    if (Object.keys(this.#seats).length > 2) return `${passenger} stands`;
    await this.show(passenger);
    this.#seats[number] = passenger;
    return `${passenger} sits on ${number}`;
  }

  async show(passenger) {
    await sleep(passenger.length);
  }

  leave(passenger) {
    delete this.#berths[passenger];
    return Object.entries(this.#berths).length;
  }
}

async function main() {
  const train = new NightTrain();
  await train.sit(2, 'lou');
  const sleepers = await Promise.all(['ida', 'joe', 'kim'].map((passenger) => train.book(passenger)));
  const sitters = await Promise.all([train.sit(1, 'max'), train.sit(2, 'noa')]);
  console.log(sleepers.join(), sitters.join(), train.leave('ida'));
}

main();
