// expect: race.check-then-act main.mjs:11 ; race.check-then-act main.mjs:18 ; race.check-then-act main.mjs:25 ; race.check-then-act main.mjs:32
// There is to be one of each. Whether there is any yet is asked of the desk, and the name put there by it, after a wait.
import { setTimeout as delay } from 'node:timers/promises';
import * as desk from './desk.mjs';

const examine = (name) => delay(4, name.trim());
async function captain(name) {
  const known = await desk.firstOf('captain');
  if (known) throw new Error(`the captain is ${known.name}`);
  const passed = await examine(name);
  await desk.sign('captain', passed);
}

async function pilot(name) {
  const known = await desk.someoneAs('pilot');
  if (known !== undefined) return;
  const passed = await examine(name);
  await desk.sign('pilot', passed);
}

async function guide(name) {
  const all = await desk.everyone('guide');
  if (all.length > 0 || name === '') return;
  const passed = await examine(name);
  await desk.sign('guide', passed);
}

async function cook(name) {
  const taken = (await desk.copyOf('cook')).some((one) => one.name.startsWith(name[0]));
  if (!taken) {
    const passed = await examine(name);
    await desk.sign('cook', passed);
  }
}

for (const choose of [captain, pilot, guide, cook]) await Promise.allSettled([choose('ann'), choose('amy')]);
