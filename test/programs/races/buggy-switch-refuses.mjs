// expect: race.check-then-act 13 ; race.check-then-act 28
// Whoever comes behind a switch that has turned others away relies on what it asked.
import { setTimeout as delay } from 'node:timers/promises';
const seat = { by: null, state: 'free' };
async function book(user) {
  switch (seat.state) {
    case 'taken':
    case 'blocked':
      return false;
    default:
  }
  await delay(5);
  seat.state = 'taken';
  seat.by = user;
  return true;
}
const pens = new Map([['red', 2]]);
async function buy(colour) {
  switch (pens.get(colour)) {
    case 0:
      throw new Error('sold out');
    case undefined:
      throw new Error('unknown');
    case 1:
      console.log('the last one');
  }
  await delay(5);
  pens.set(colour, pens.get(colour) - 1);
}
await Promise.all([book('ada'), book('bob')]);
await Promise.allSettled([buy('red'), buy('red'), buy('red')]);
console.log(seat.state, pens);
