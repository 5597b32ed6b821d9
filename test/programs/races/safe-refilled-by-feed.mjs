// expect: nothing
// A table of berths is replaced when the harbour has told them all. Of one that is filled for the first time, and of berths that were never in it, nobody expects more than has come.
import { setTimeout as sleep } from 'node:timers/promises';

async function* harbour() {
  for (const [berth, ship] of [['north', 'Alma'], ['mole', 'Brise'], ['dock', 'Clio']]) {
    await sleep(25);
    yield { berth, ship };
  }
}

let berths = new Map();
async function askHarbour() {
  const found = new Map();
  for await (const { berth, ship } of harbour()) {
    found.set(berth, ship);
  }
  berths = found;
}

const seen = new Map();
async function watch() {
  seen.clear();
  for await (const { berth, ship } of harbour()) {
    seen.set(berth, ship);
  }
}

await askHarbour();
const again = Promise.all([askHarbour(), watch()]);
setTimeout(() => console.log('dock:', berths.get('dock') ?? 'nobody', 'seen:', seen.get('dock') ?? 'not yet'), 40);
await again;
console.log('north:', berths.get('north'), seen.get('north'));
