// expect: nothing
// Lamps along a pier are turned up in steps, by whoever comes: none gets brighter than it can, and whoever wants light looks again.
'use strict';
const BRIGHTEST = 60;
const lamps = new Map(['head', 'stairs'].map((name) => [name, { name, light: 0 }]));
const walked = [];

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function turnUp(lamp) {
  if (lamp.light >= BRIGHTEST) return;
  await after(20);
  lamp.light = Math.min(BRIGHTEST, lamp.light + 25);
}

async function walk(visitor, name) {
  const lamp = lamps.get(name);
  while (lamp.light < BRIGHTEST) await turnUp(lamp);
  walked.push(visitor);
}

Promise.all([walk('Ines', 'head'), walk('Kai', 'head'), walk('Lou', 'stairs'), walk('Mo', 'head')]).then(() => {
  console.log(walked.length, [...lamps.values()].map(({ light }) => light).join());
});
