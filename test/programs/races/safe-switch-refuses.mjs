// expect: nothing
// It is asked when nothing is waited for any more; and a switch that lets all of them pass turns nobody away.
import { setTimeout as delay } from 'node:timers/promises';
const seat = { by: null, state: 'free' };
async function book(user) {
  await delay(5);
  switch (seat.state) {
    case 'taken':
    case 'blocked':
      return false;
    default:
  }
  seat.state = 'taken';
  seat.by = user;
  return true;
}
const pens = new Map([['red', 2]]);
async function put(colour) {
  switch (pens.get(colour)) {
    case 0:
      console.log('there are none yet');
      break;
    case 1:
      console.log('the last one');
      break;
    default:
      console.log('there are some');
  }
  await delay(5);
  pens.set(colour, pens.get(colour) + 1);
}
await Promise.all([book('ada'), book('bob')]);
await Promise.allSettled([put('red'), put('red')]);
console.log(seat.state, pens);
