// expect: promise.floating main.mjs:25
// Whoever waited for the round through another function lists the meters before any reading has been stored.
import { setTimeout as sleep } from 'node:timers/promises';

class Meters {
  #readings = new Map([['north', { kwh: 0 }]]);

  async store(place, kwh) {
    await sleep(600);
    this.#readings.set(place, { kwh });
  }

  async list() {
    await sleep(1);
    return [...this.#readings.entries()].map(([place, { kwh }]) => `${place}: ${kwh}`);
  }
}

async function look(place) {
  await sleep(2);
  return place.length * 100;
}

async function visit(meters, place) {
  meters.store(place, await look(place));
}

async function round(meters, places) {
  for (const place of places) await visit(meters, place);
  return places.length;
}

async function month(meters) {
  const count = await round(meters, ['north', 'south']);
  console.log(`${count} visited`);
}

const meters = new Meters();
await month(meters);
console.log(await meters.list());
