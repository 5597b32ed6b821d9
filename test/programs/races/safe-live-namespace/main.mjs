// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';
import * as counter from './counter.mjs';

async function authorize(user) {
  await sleep(5);
  return user !== 'banned';
}

async function enter(user) {

  if (!(await authorize(user))) return false;
  if (counter.current >= counter.limit) return false;
  counter.increment();
  return true;
}

const users = ['a', 'b', 'c', 'd', 'e'];
const inside = (await Promise.all(users.map(enter))).filter(Boolean);
console.log(inside.length > 0);
