import { setTimeout as wait } from 'node:timers/promises';

let last = 0;
export async function step(name) {
  await wait(5);
  last = name.length;
  return last;
}
console.log('steps', await Promise.all([step('a'), step('bb')]));
