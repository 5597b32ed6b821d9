// expect: race.check-then-act 13,10
// The level is looked at, set and looked at again by helpers: whoever passes the check drains what the others have drained meanwhile.
'use strict';

class Tank {
  constructor() {
    this.level = 100;
  }
  now() {
    return this.level;
  }
  set(level) {
    this.level = level;
  }
  draw(litres) {
    if (this.now() < 50) return Promise.resolve(0);
    return new Promise((resolve) => {
      setTimeout(() => {
        this.set(this.now() - litres);
        resolve(litres);
      }, 20);
    });
  }
  get rest() {
    return this.level;
  }
}

const tank = new Tank();
const draws = [30, 40, 20].map((litres) => tank.draw(litres));
Promise.all(draws).then((drawn) => console.log(drawn.length, typeof tank.rest));
