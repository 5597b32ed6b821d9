// expect: race.atomicity 9,11
// All look again and again whether it is open: who is past the loop has it not for itself.
import { setImmediate as turn } from 'node:timers/promises';

let isOpen = false;
let visitors = 0;
async function enter() {
  while (!isOpen) await turn();
  const before = visitors;
  await turn();
  visitors = before + 1;
}
const entering = [enter(), enter()];
await turn();
isOpen = true;
await Promise.all(entering);
console.log(visitors);
