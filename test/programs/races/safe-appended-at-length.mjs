// expect: nothing
// What is stored at the length of a list is added to it: here when nothing is waited for any more. Elements that are replaced leave the list as long as it was.
import { setTimeout as delay } from 'node:timers/promises';
const taken = [];
const slots = ['', ''];
async function book(seat) {
  await delay(5);
  if (taken.includes(seat)) throw new Error('taken');
  taken[taken.length] = seat;
}
async function fill(at, name) {
  if (slots.length < at) throw new Error('no such slot');
  await delay(5);
  slots[at] = name;
}
await Promise.allSettled([book('A1'), book('A1'), fill(0, 'ada'), fill(1, 'bob')]);
console.log(taken.length, slots.length);
