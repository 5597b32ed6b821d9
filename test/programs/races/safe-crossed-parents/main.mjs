// expect: nothing
// Whether the other one is known is asked before the own one is made known: that it is made known meanwhile takes nothing from either.
import { setTimeout as sleep } from 'node:timers/promises';
import { People } from './people.mjs';

const people = new People('Ada', 'Bob');

async function befriend(name, friend) {
  if (!people.isKnown(friend)) throw new Error(friend);
  await sleep(name.length * 10);
  people.makeKnown(name);
}

await Promise.all([befriend('Ada', 'Bob'), befriend('Bob', 'Ada')]);
console.log(people.count());
