// expect: nothing
'use strict';
// A well is covered after some time. The cover comes when nobody makes his bucket ready.
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
    if (this.drawing > 0) return;
    this.closed = true;
  }
}

async function bucketFor(litres) {
  await sleep(litres * 10);
  return { litres };
}

async function water(well, litres) {
  well.drawing++;
  const bucket = await bucketFor(litres);
  well.draw(bucket.litres);
  well.drawing--;
}

const well = new Well();
for (const litres of [5, 8, 7]) water(well, litres);
setTimeout(() => well.cover(), 150);
setTimeout(() => console.log(well.litres), 200);
