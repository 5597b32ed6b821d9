// expect: race.check-then-act 10,6
import { setTimeout as sleep } from 'node:timers/promises';
const gardens = [];
async function findGarden(street) {
  await sleep(4);
  return gardens.find((garden) => garden.street === street);
}
async function plant(street) {
  await sleep(3);
  gardens.push({ street, beds: 0 });
  return gardens.at(-1);
}
// One after the other, but the look was before.
let last = Promise.resolve();
function inTurn(work) {
  last = last.then(work, work);
  return last;
}
async function gardenOf(street) {
  const found = await findGarden(street);
  if (found) return found;
  return inTurn(async () => {
    await sleep(1);
    return plant(street);
  });
}
const got = await Promise.all([gardenOf('Elm'), gardenOf('Elm')]);
console.log(got.length, gardens.length);
