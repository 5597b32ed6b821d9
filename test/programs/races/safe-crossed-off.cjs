// expect: nothing
// Each electrician says in the step of his look that his lamp will be out; two who leave a room say goodbye to each other if the other one is still there; and a lamp that is needed is looked for again.
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
const cellar = { left: new Lamp('left'), right: new Lamp('right') };
const guests = { ann: new Lamp('ann'), bob: new Lamp('bob') };
const pairOf = (place, side, otherSide) => [place[side], place[otherSide]];

async function repair(side, otherSide, ms) {
  const [own, other] = pairOf(corridor, side, otherSide);
  if (!other.burns()) throw new Error('it would be dark');
  own.putOut();
  await pause(ms);
}

async function repairLater(side, otherSide, ms) {
  const [own, other] = pairOf(cellar, side, otherSide);
  if (!other.burns()) throw new Error('it would be dark');
  await pause(ms);
  if (!other.burns()) throw new Error('it is dark soon');
  own.putOut();
}

async function leave(name, friend, ms) {
  const [own, other] = pairOf(guests, name, friend);
  if (other.burns()) await pause(ms);
  own.putOut();
}

Promise.allSettled([
  repair('left', 'right', 20),
  repair('right', 'left', 45),
  repairLater('left', 'right', 20),
  repairLater('right', 'left', 45),
  leave('ann', 'bob', 20),
  leave('bob', 'ann', 45),
]).then((results) => console.log(results.map(({ status }) => status).join(' ')));
