// expect: race.check-then-act 17,25
// A corridor where one of two lamps has to burn: each electrician has found the other lamp on before he puts out his own.
'use strict';
const { setTimeout: pause } = require('node:timers/promises');

class Lamp {
  constructor(name) {
    this.name = name;
    this.on = true;
  }

  burns() {
    return this.on;
  }

  putOut() {
    this.on = false;
  }
}

const corridor = { left: new Lamp('left'), right: new Lamp('right') };

async function repair(side, ms) {
  const [own, other] = side === 'left' ? [corridor.left, corridor.right] : [corridor.right, corridor.left];
  if (!other.burns()) throw new Error('it would be dark');
  await pause(ms);
  own.putOut();
}

Promise.allSettled([repair('left', 20), repair('right', 45)]).then((results) => {
  console.log(results.map(({ status }) => status).join(' '), corridor.left.on || corridor.right.on);
});
