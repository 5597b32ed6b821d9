// expect: race.check-then-act 11,9
// A team needs one owner at least: both owners count two before either has stepped down.
import { setTimeout as sleep } from 'node:timers/promises';
import { Team } from './team.mjs';

const team = new Team('Ada', 'Bob');

async function stepDown(name) {
  if (team.owners.length < 2) return false;
  await sleep(30);
  team.setOwner(name, false);
  return true;
}

console.log(await Promise.all([stepDown('Ada'), stepDown('Bob')]), team.owners.length);
