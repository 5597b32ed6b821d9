// expect: nothing
// Whoever does not find something there sets it first, however he looks for it; two who ask at different times do not meet.
'use strict';
const fs = require('node:fs');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const heights = {};
const depths = {};

async function survey(place) {
  await sleep(4);
  return place.length;
}

async function climb(place, times) {
  if (!(place in heights)) heights[place] = await survey(place);
  return times * heights[place];
}

async function dive(place, times) {
  if (!Object.hasOwn(depths, place)) {
    depths[place] = await survey(place);
  }
  return times * depths[place];
}

fs.stat(__filename, async () => {
  console.log(await climb('ben nevis', 2), await dive('loch ness', 3));
});

setTimeout(async () => {
  console.log(await climb('ben nevis', 5), await climb('ben lomond', 1));
  console.log(await dive('loch ness', 5), await dive('loch lomond', 1));
}, 120);
