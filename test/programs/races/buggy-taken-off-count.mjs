// expect: race.check-then-act 12 ; race.check-then-act 20
// Two at a time take off what each has found.
import { setTimeout as delay } from 'node:timers/promises';
let due = 5;
let paid = 0;
async function pay() {
  const now = due;
  if (now > 0) {
    await delay(3);
    paid += now;

    due -= now;
  }
}
let seats = ['A1'];
async function take() {
  if (seats.length === 0) throw new Error('none left');
  await delay(3);

  seats = seats.slice(1);
}
await Promise.allSettled([pay(), pay(), take(), take()]);
console.log(paid, due, seats.length);
