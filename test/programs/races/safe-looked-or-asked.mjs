// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const boat = { aboard: 0, seats: 2 };
const fuel = new Map([['tank', { litres: 100, at: 0 }]]);

async function agrees(name, ms) {
  await delay(ms);
  return name !== 'eve';
}

async function board(name, ms) {
  if (!(await agrees(name, ms)) || boat.aboard >= boat.seats) return false;
  boat.aboard += 1;
  return true;
}

async function measure(at, ms) {
  const tank = fuel.get('tank');
  const litres = await delay(ms, 100 - at);
  // Whichever comes last, the newest one stays.
  if (Number.isNaN(litres) || tank.at > at) return;
  tank.at = at;
  tank.litres = litres;
}

await Promise.all([board('ann', 30), board('bob', 60), board('cid', 90), board('eve', 30)]);
await Promise.all([measure(1, 90), measure(2, 30)]);
console.log(boat.aboard, fuel.get('tank').litres);
