'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

// A minute of the kitchen.
const minute = 10;

// Preparing keeps the cook busy; cooking only needs the stove.
function prepare(minutes) {
  const until = performance.now() + minutes * minute;
  while (performance.now() < until);
}

async function cook(course, preparation, cooking) {
  prepare(preparation);
  console.log(course, 'is on the stove');
  await sleep(cooking * minute);
  console.log(course, 'is done');
}

async function main() {
  const begun = performance.now();
  // Everything overlaps, but what cooks longest is begun last.
  await Promise.all([cook('starter', 2, 4), cook('dessert', 2, 2), cook('main course', 3, 15)]);
  console.log('dinner is served after', Math.round((performance.now() - begun) / minute), 'minutes');
}

main();
