// expect: race.check-then-act 10
// What was looked at has been dropped since.
import { setTimeout as delay } from 'node:timers/promises';
let line = null;
let asked = 0;
async function renew() {
  if (line === null) return;
  await delay(4);
  asked++;
  line = { id: asked };
}
function drop() {
  line = null;
}
line = { id: 7 };
await delay(1);
await Promise.all([renew(), delay(1).then(drop)]);
console.log(asked);
