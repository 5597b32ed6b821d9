// expect: race.order.use-after-close? 15,20
'use strict';
// A well is covered after some time. Whoever draws has made his bucket ready by then, as it goes here; nothing holds the cover back for him.
const { setTimeout: sleep } = require('node:timers/promises');

class Well {
  constructor() {
    this.litres = 90;
    this.closed = false;
    this.drawing = 0;
  }

  draw(litres) {
    // The cover is on.
    if (this.closed) throw new Error('the well is covered');
    this.litres -= litres;
  }

  cover() {
    this.closed = true;
  }
}

async function bucketFor(litres) {
  await sleep(litres * 10);
  return { litres };
}

async function water(well, litres) {
  const bucket = await bucketFor(litres);
  well.draw(bucket.litres);
}

const well = new Well();
for (const litres of [5, 8, 7]) water(well, litres);
setTimeout(() => well.cover(), 150);
setTimeout(() => console.log(well.litres), 200);
