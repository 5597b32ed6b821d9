// expect: nothing
// Boats are hired out by lake: nobody counts for a lake until its first boat has gone. A boat counts before its paddles are looked for. Boats that come back are put on the rack, whoever took one there.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Hire {
  constructor(perLake) {
    this.perLake = perLake;
    this.out = {};
    this.racks = {};
    this.most = 0;
  }

  async take(lake) {
    const rack = (this.racks[lake] = this.racks[lake] || []);
    while (rack.length > 0) return this.launch(rack.pop());
    const gone = (this.out[lake] || 0) + rack.length;
    if (gone >= this.perLake) return null;
    this.out[lake] = (this.out[lake] || 0) + 1;

    await sleep(4);

    this.most = Math.max(this.most, this.out[lake]);
    return { lake, trips: 1 };
  }

  launch(boat) {
    boat.trips++;
    return boat;
  }

  bring(boat) {
    this.racks[boat.lake].push(boat);
  }
}

const hire = new Hire(2);
async function day(family) {
  const boat = await hire.take('north');
  if (boat === null) return `${family} walks`;
  await sleep(6);
  hire.bring(boat);
  return `${family} rows`;
}

Promise.all(['berg', 'lind', 'holm'].map(day)).then((days) => console.log(days.join(), hire.most));
