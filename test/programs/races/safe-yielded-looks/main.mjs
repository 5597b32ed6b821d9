// expect: nothing
// The boat is moored in the step in which the generator gives the berth, or the pilot has confirmed before, or the berth was chosen by this boat alone.
import { setTimeout as delay } from 'node:timers/promises';
import { Berths } from './berths.mjs';
const pilot = { confirms: (name, boat) => delay(40, boat.length < 9) };

async function arrive(berths, boat) {
  if (!(await pilot.confirms('any', boat))) return undefined;
  for (const { name, taken } of berths.all()) {
    if (taken) continue;
    berths.moor(name, boat);
    return name;
  }
  return undefined;
}

async function arriveDeep(berths, boat) {
  for await (const { name, taken } of berths.deep(() => delay(5))) {
    if (taken) continue;
    berths.moor(name, boat);
    await delay(10);
    return name;
  }
  return undefined;
}

const [north, south] = [new Berths(['n1', 'n2']), new Berths(['s1', 's2'])];
await Promise.all([arrive(north, 'Gull'), arrive(north, 'Tern'), arriveDeep(south, 'Auk'), arriveDeep(south, 'Skua')]);
console.log(north.count, south.count);
