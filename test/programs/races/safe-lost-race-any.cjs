// expect: nothing
// Two ways to find out where a ship is; each gives its answer, and that of the first one is stored. What each of them counts and notes for itself is no answer.
'use strict';

const pause = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

class Ship {
  fix = { by: 'nobody', north: 0 };
  asked = 0;
  tries = { harbour: 0, satellite: 0 };

  async askHarbour() {
    this.asked++;
    const north = await pause(90, 53.5);
    this.tries.harbour = 2;
    return { by: 'harbour', north };
  }

  async askSatellite() {
    this.asked++;
    const north = await pause(25, 53.9);
    this.tries.satellite = 1;
    return { by: 'satellite', north };
  }

  async locate() {
    this.fix = await Promise.any([this.askHarbour(), this.askSatellite()]);
    return this.fix.by;
  }
}

const ship = new Ship();
ship
  .locate()
  .then((by) => pause(160, by))
  .then((by) => console.log(by, ship.fix.by, ship.asked, ship.tries));
