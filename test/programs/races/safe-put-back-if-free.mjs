// expect: nothing
// The boat is taken, rowed, and moored again only where nothing lies by then; another one is given away.
import { setTimeout as sleep } from 'node:timers/promises';

let jetty = null;
const given = [];
let built = 0;

async function build() {
  await sleep(2);
  return { number: ++built, trips: 0 };
}

async function row(ms) {
  const boat = jetty ?? (await build());
  jetty = null;
  await sleep(ms);
  boat.trips++;
  if (boat.trips < 5 && jetty === null) jetty = boat;
  else given.push(boat.number);
}

class Harbour {
  berth = undefined;
  async sail(ms) {
    const ship = this.berth ?? { name: `ship ${ms}` };
    this.berth = undefined;
    await sleep(ms);
    if (!this.berth) this.berth = ship;
  }
}

setTimeout(() => (jetty = { number: 100, trips: 0 }), 1);
await sleep(3);
const harbour = new Harbour();
await Promise.all([row(4), row(12), harbour.sail(3), harbour.sail(5)]);
console.log(built, jetty.number, given.length, harbour.berth.name);
