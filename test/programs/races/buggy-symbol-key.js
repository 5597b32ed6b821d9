// expect: race.atomicity 15,17 ; race.check-then-act 21,22 ; race.atomicity 29,31
'use strict';
// Fields of a tram depot's record that go by symbols, and by a name that a constant holds.
const DISTANCE = Symbol('distance');
const DEPOT = Symbol.for('depot');
const SPARES = 'spares';

class Tram {
  constructor() {
    this[DISTANCE] = 100;
    this.spares = 4;
  }

  async drive(metres) {
    const before = this[DISTANCE];
    await pause(metres);
    this[DISTANCE] = before + metres;
  }

  async home() {
    if (!this[DEPOT]) {
      this[DEPOT] = await findDepot();
      this[DEPOT].trams++;
    }
    return this[DEPOT];
  }

  async takeSpare() {
    const { spares } = this;
    await pause(3);
    this[SPARES] = spares - 1;
  }
}

const findDepot = () => new Promise((resolve) => setTimeout(resolve, 5, { trams: 0 }));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const tram = new Tram();
Promise.all([tram.drive(4), tram.drive(7), tram.home(), tram.home(), tram.takeSpare(), tram.takeSpare()]).then(() =>
  console.log(tram[DISTANCE], tram[DEPOT].trams, tram.spares),
);
