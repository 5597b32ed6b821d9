// expect: race.check-then-act main.mjs:11,8 ; race.check-then-act main.mjs:21,18
// A generator of another file gives the berths as they are when it comes to them; who asks the pilot first moors at one that another boat has got meanwhile.
import { setTimeout as delay } from 'node:timers/promises';
import { Berths } from './berths.mjs';
const pilot = { confirms: (name, boat) => delay(40, boat.length < 9) };

async function arrive(berths, boat) {
  for (const { name, taken } of berths.all()) {
    if (taken) continue;
    if (!(await pilot.confirms(name, boat))) continue;
    berths.moor(name, boat);
    return name;
  }
  return undefined;
}

async function arriveDeep(berths, boat) {
  for await (const { name, taken } of berths.deep(() => delay(5))) {
    if (taken) continue;
    if (!(await pilot.confirms(name, boat))) continue;
    berths.moor(name, boat);
    return name;
  }
  return undefined;
}

const [north, south] = [new Berths(['n1', 'n2']), new Berths(['s1', 's2'])];
await Promise.all([arrive(north, 'Gull'), arrive(north, 'Tern'), arriveDeep(south, 'Auk'), arriveDeep(south, 'Skua')]);
console.log(north.count, south.count);
