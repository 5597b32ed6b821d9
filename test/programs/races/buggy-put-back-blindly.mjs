// expect: race.atomicity 19,14
// The boat is taken, rowed, and moored again, whatever lies at the jetty by then.
import { setTimeout as sleep } from 'node:timers/promises';

let jetty = null;
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
  // Two that come back make one too many.
  jetty = boat;
}

setTimeout(() => (jetty = { number: 100, trips: 0 }), 1);
await sleep(3);
await Promise.all([row(4), row(12)]);
console.log(built, jetty.number);
