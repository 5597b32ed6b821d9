// expect: nothing
'use strict';
// What each ferry keeps under a symbol: read again after the wait, kept as a promise, or of another object or another symbol.
const LOAD = Symbol('load');
const ROUTE = Symbol('route');
const CREW = Symbol.for('crew');
const FUEL = 'fuel';
const NAME = 'name';

class Ferry {
  constructor() {
    this[LOAD] = 0;
    this[CREW] = 0;
    this[FUEL] = 40;
    this[NAME] = 'Aurora';
  }

  async board(cars) {
    await pause(cars);
    this[LOAD] = this[LOAD] + cars;
  }

  route() {
    this[ROUTE] ??= findRoute();
    return this[ROUTE];
  }

  async change() {
    const before = this[LOAD];
    await pause(2);
    this[CREW] = before === 0 ? 2 : 3;
  }

  async rename(to) {
    const name = this[NAME];
    await pause(2);
    this[FUEL] -= 1;
    return name + to;
  }
}

const findRoute = () => new Promise((resolve) => setTimeout(resolve, 5, ['A', 'B']));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function refuel(ferry) {
  const fuel = ferry[FUEL];
  await pause(4);
  ferry[FUEL] = fuel + 5;
}

const [one, two] = [new Ferry(), new Ferry()];
Promise.all([one.board(3), one.board(5), one.route(), one.route(), refuel(one), refuel(two)])
  .then(() => Promise.all([one.change(), two.change(), one.rename('x'), one.rename('y')]))
  .then(() => console.log(one[LOAD], one[CREW], two[FUEL]));
