// expect: race.check-then-act main.mjs:13,main.mjs:11,counter.mjs:4
import { setTimeout as sleep } from 'node:timers/promises';
import * as counter from './counter.mjs';

async function authorize(user) {
  await sleep(5);
  return user !== 'banned';
}

async function enter(user) {
  if (counter.current >= counter.limit) return false;
  if (!(await authorize(user))) return false;
  counter.increment();
  return true;
}

const users = ['a', 'b', 'c', 'd', 'e'];
const inside = (await Promise.all(users.map(enter))).filter(Boolean);
console.log(inside.length > 0);
