// expect: none exit 0
const { setTimeout: sleep } = require('node:timers/promises');

const taken = new Set();
async function take(name) {
  for (let round = 0; round < 80; round++) {
    if (!taken.has(name)) {
      taken.add(name);
      return true;
    }
    await sleep(5);
  }
  return false;
}
async function pair(first, second) {
  if (!(await take(first))) return;
  await sleep(3);
  if (await take(second)) taken.delete(second);
  taken.delete(first);
}
setTimeout(pair, 1, 'oven', 'mixer');
setTimeout(pair, 60, 'mixer', 'oven');
