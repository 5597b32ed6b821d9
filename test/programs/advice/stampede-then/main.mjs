// expect: cache.stampede@info main.mjs:18 | race.check-then-act main.mjs:18 | race.atomicity main.mjs:18
import { setTimeout as pause } from 'node:timers/promises';

let asked = 0;
async function ask(town) {
  asked++;
  await pause(40 + asked);
  return `${town}: 7 days of rain`;
}

const forecasts = new Map();

// No await, but the answer is as late as with one.
function forecast(town) {
  const known = forecasts.get(town);
  if (known !== undefined) return Promise.resolve(known);
  return ask(town).then((text) => {
    forecasts.set(town, text);
    return text;
  });
}

const read = await Promise.all(['Bergen', 'Bergen', 'Bergen', 'Ulm'].map(forecast));
console.log(read.length, asked);
