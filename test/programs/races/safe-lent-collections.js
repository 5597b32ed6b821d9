// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

/** Boats of a rental, kept in a Set while they are at the pier, and canoes in a Map by their numbers. */
class Boat {
  trips = 0;
  crew = null;

  async ride(name) {
    const trips = this.trips;
    this.crew = { name };
    await sleep(4);
    this.crew.back = true;
    this.trips = trips + 1;
    this.crew = null;
  }
}

const pier = new Set([new Boat(), new Boat()]);
const canoes = new Map([
  [7, new Boat()],
  [8, new Boat()],
]);

async function sail(name, after) {
  await sleep(after);
  while (pier.size === 0) await sleep(1);
  const [boat] = pier;
  pier.delete(boat);
  await boat.ride(name);
  pier.add(boat);
}

async function paddle(name, after) {
  await sleep(after);
  while (canoes.size === 0) await sleep(1);
  const [number, canoe] = canoes.entries().next().value;
  canoes.delete(number);
  await canoe.ride(name);
  canoes.set(number, canoe);
}

async function main() {
  const names = ['ann', 'ben', 'cleo', 'dan', 'eve'];
  await Promise.all(names.flatMap((name, i) => [sail(name, i * 6), paddle(name, i * 6)]));
  console.log(pier.size, canoes.size);
}

main();
