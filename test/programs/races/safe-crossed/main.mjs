// expect: nothing
// The flap that moves is noted in the step of the look; who steps down does so in the step of the count; and of the parcels that are due each porter delivers those of his own floor, whichever others have changed.
import { setTimeout as sleep } from 'node:timers/promises';
import { Parcels, Stage, Team } from './state.mjs';

const stage = new Stage();

async function lower(flap) {
  const other = flap === 'front' ? 'back' : 'front';
  if (stage.isDown(other) || stage.isMoving()) throw new Error(`${other} is down`);
  stage.move(true);
  await sleep(flap === 'front' ? 40 : 60);
  stage.setDown(flap);
  stage.move(false);
}

const team = new Team('Ada', 'Bob');

async function stepDown(name) {
  if (team.owners.length < 2) return false;
  team.setOwner(name, false);
  await sleep(30);
  return true;
}

const parcels = new Parcels();

async function deliver(floor) {
  const mine = parcels.due().filter((parcel) => parcel.floor === floor);
  if (mine.length < 1) return 0;
  await sleep(20);
  for (const { id } of mine) parcels.setState(id, 'delivered');
  return mine.length;
}

await Promise.allSettled([lower('front'), lower('back')]);
console.log(stage.count(), await Promise.all([stepDown('Ada'), stepDown('Bob')]), await Promise.all([deliver(1), deliver(2)]));
