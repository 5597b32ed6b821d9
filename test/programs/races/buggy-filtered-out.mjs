// expect: race.check-then-act 10
// Whether a seat is left is looked at, and after a wait the list is stored without it: two calls may have looked at the same one.
import { setImmediate as turn } from 'node:timers/promises';
let seats = ['a'];
const sold = [];
async function take(seat) {
  if (!seats.includes(seat)) return;
  await turn();
  sold.push(seat);
  seats = seats.filter((one) => one !== seat);
}
await Promise.all([take('a'), take('a')]);
console.log(sold.length);
