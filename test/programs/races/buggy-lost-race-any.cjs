// expect: race.order.last-write 18,22
// Two stations are asked where a ship is; the first one that answers is taken, and the other one notes itself over that.
'use strict';

const pause = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

class Ship {
  fix = { by: 'nobody', north: 0 };
  log = [];

  constructor(stations) {
    this.stations = stations;
  }

  async ask(station) {
    const north = await pause(this.stations[station], 53.5);
    this.log.push(`${station} ${north}`);
    this.fix.by = station;
  }

  async locate() {
    await Promise.any(Object.keys(this.stations).map((station) => this.ask(station)));
    return this.fix.by;
  }
}

const ship = new Ship({ harbour: 110, satellite: 25 });
ship
  .locate()
  .then((by) => pause(160, by))
  .then((by) => console.log(by, ship.fix.by, ship.log.join()));
