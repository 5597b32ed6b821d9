// expect: race.atomicity 19
// Beds that want water, by name: one that has had it dries out again before the last one has, and is forgotten with all of them.
import { setTimeout as delay } from 'node:timers/promises';

function createGarden(hose) {
  const dry = new Map();
  const watered = [];
  return {
    watered,
    report(bed, litres) {
      dry.set(bed, litres);
    },
    async water() {
      for (const [bed, litres] of dry.entries()) {
        await hose(litres);
        watered.push(bed);
      }
      if (watered.length > 0) {
        dry.clear();
      }
    },
  };
}

const garden = createGarden((litres) => delay(20 + litres));
garden.report('roses', 5);
garden.report('beans', 8);
garden.report('herbs', 2);
const round = garden.water();
await delay(40);
garden.report('roses', 3);
await round;
await garden.water();
console.log(garden.watered.join(' '));
