// expect: race.check-then-act 15,18; race.atomicity 24,27
import { setTimeout as delay } from 'node:timers/promises';

const boat = { aboard: 0, seats: 2 };
const fuel = new Map([['tank', { litres: 100 }]]);

async function agrees(name, ms) {
  await delay(ms);
  return name !== 'eve';
}

class Crew {
  static async board(name, ms) {
    // Who has said yes may find all seats taken.
    if (boat.aboard >= boat.seats || !(await agrees(name, ms))) {
      return false;
    }
    boat.aboard += 1;
    return true;
  }
}

async function draw(litres, ms) {
  const tank = fuel.get('tank').litres;
  if (tank < litres || !(await agrees('pump', ms))) return 0;
  // Two pumps draw from one tank.
  fuel.get('tank').litres = tank - litres;
  return litres;
}

await Promise.all([Crew.board('ann', 30), Crew.board('bob', 60), Crew.board('cid', 90), Crew.board('eve', 30)]);
await Promise.all([draw(30, 30), draw(40, 60)]);
console.log(boat.aboard, fuel.get('tank').litres);
