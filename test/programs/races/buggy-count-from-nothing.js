// expect: race.check-then-act 24,17
// Boats are hired out by lake: nobody counts for a lake until its first boat has gone. A boat counts only when its paddles are found, and two who looked before that have one too many.
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
    // Paddles first.

    await sleep(4);


    this.out[lake] = (this.out[lake] || 0) + 1;
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

const hire = new Hire(1);
async function day(family) {
  const boat = await hire.take('north');
  if (boat === null) return `${family} walks`;
  await sleep(6);
  hire.bring(boat);
  return `${family} rows`;
}

Promise.all(['berg', 'lind'].map(day)).then((days) => console.log(days.join(), hire.most));
