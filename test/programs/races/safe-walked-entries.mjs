// expect: nothing
// Each bed is taken out before it is watered, and comes again when it dries out; the names of those who help are cleared in the step that has gone through them.
import { setTimeout as delay } from 'node:timers/promises';

function createGarden(hose) {
  const dry = new Map();
  const helpers = new Set(['Ada']);
  const watered = [];
  return {
    watered,
    helpers,
    report(bed, litres) {
      dry.set(bed, litres);
    },
    async water() {
      for (const [bed, litres] of dry.entries()) {
        dry.delete(bed);
        await hose(litres);
        watered.push(bed);
      }
      for (const helper of helpers.values()) watered.push(helper);
      helpers.clear();
    },
  };
}

const garden = createGarden((litres) => delay(20 + litres));
garden.report('roses', 5);
garden.report('beans', 8);
const round = garden.water();
await delay(35);
garden.report('roses', 3);
garden.helpers.add('Ada');
await round;
await garden.water();
console.log(garden.watered.join(' '));
