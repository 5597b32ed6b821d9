// expect: race.check-then-act 9
import { setTimeout as sleep } from 'node:timers/promises';

const taken = new Set(['guest1']);
async function signUp() {
  let n = 1;
  while (taken.has(`guest${n}`)) n++;
  await sleep(3);
  taken.add(`guest${n}`);
  return n;
}

console.log((await Promise.all([signUp(), signUp()])).length);
