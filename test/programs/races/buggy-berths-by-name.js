// expect: race.check-then-act 16,11
// A night train has few berths, kept by passenger. Who finds one free shows his ticket first, and is noted then: of those who looked at once one too many is noted.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class NightTrain {
  #berths = {};
  #seats = { 1: 'nobody', 2: 'nobody' };

  async book(passenger) {
    if (Object.keys(this.#berths).length >= 2) return `${passenger} stays`;

    await this.show(passenger);
    // Noted.

    this.#berths[passenger] = { since: passenger.length };
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
