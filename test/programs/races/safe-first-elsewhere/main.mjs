// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import * as desk from './desk.mjs';

const examine = (name) => delay(4, name.trim());
const lock = new Mutex();
// One at a time.
function captain(name) {
  return lock.runExclusive(async () => {
    if (await desk.firstOf('captain')) return;
    await desk.sign('captain', await examine(name));
  });
}

// There has to be one: others leave that as it is.
async function pilot(name) {
  const first = await desk.firstOf('pilot');
  if (!first) throw new Error('no pilot yet');
  const passed = await examine(name);
  await desk.sign('pilot', `${passed} with ${first.name}`);
}

// That the first one may have company says nothing about who else is there.
async function guide(name) {
  const first = await desk.someoneAs('guide');
  if (first && first.name === 'alone') return;
  const passed = await examine(name);
  await desk.sign('guide', passed);
}

async function cook(name) {
  const all = await desk.everyone('cook');
  for (const one of all) if (one.name === 'nobody else') return;
  console.log(all.length > 0);
  const passed = await examine(name);
  await desk.sign('cook', passed);
}

await desk.sign('pilot', 'ann');
for (const choose of [captain, pilot, guide, cook]) await Promise.allSettled([choose('bob'), choose('eve')]);
// One after the other.
for (const name of ['x', 'y']) if ((await desk.copyOf(name === 'x' ? 'cook' : 'guide')).length === 0) await desk.sign('cook', name);
