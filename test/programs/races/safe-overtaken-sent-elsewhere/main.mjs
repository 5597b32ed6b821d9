// expect: nothing
// A courier asks with the badge that he has, and hands the answer in with the one that he has by then: the function of another file that is given both takes the newest.
import { setTimeout as sleep } from 'node:timers/promises';
import { handIn } from './desk.mjs';

const courier = { badge: 'B-1', parcels: [] };

async function ask(question) {
  await sleep(60);
  return `${question.as}: two parcels`;
}

async function round(who) {
  const question = { as: who.badge, street: 'Mill Lane' };
  const answer = await ask(question);
  await handIn(who, answer);
}

const going = round(courier);
setTimeout(() => {
  courier.badge = 'B-2';
}, 25);
await going;
console.log(courier.parcels.join());
