// expect: race.check-then-act 10,12
// A flap of the stage may only be lowered while the other one is up: each call looks at the other flap before its motor runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { Stage } from './stage.mjs';

const stage = new Stage();

async function lower(flap) {
  const other = flap === 'front' ? 'back' : 'front';
  if (stage.isDown(other)) throw new Error(`${other} is down`);
  await sleep(flap === 'front' ? 40 : 60);
  stage.setDown(flap);
}

const results = await Promise.allSettled([lower('front'), lower('back')]);
console.log(results.map(({ status }) => status), stage.count());
