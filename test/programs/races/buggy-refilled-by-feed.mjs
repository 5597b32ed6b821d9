// expect: race.atomicity 14,21,16
// A table of berths that is emptied and filled as the harbour tells them, one after the other: who asks for one that has not come again finds no ship there.
import { setTimeout as sleep } from 'node:timers/promises';

async function* harbour() {
  for (const [berth, ship] of [['north', 'Alma'], ['mole', 'Brise'], ['dock', 'Clio']]) {
    await sleep(25);
    yield { berth, ship };
  }
}

const berths = new Map();
async function askHarbour() {
  berths.clear();
  for await (const { berth, ship } of harbour()) {
    berths.set(berth, ship);
  }
}

function shipAt(berth) {
  return berths.get(berth) ?? 'nobody';
}

await askHarbour();
const again = askHarbour();
setTimeout(() => console.log('dock:', shipAt('dock')), 40);
await again;
console.log('north:', shipAt('north'));
