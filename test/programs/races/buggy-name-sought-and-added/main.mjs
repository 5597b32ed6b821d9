// expect: race.check-then-act main.mjs:9,main.mjs:11,rooms.mjs:9,rooms.mjs:13
// A room is added where none of that name is found; two that ask at a time both find none.
import { setTimeout as sleep } from 'node:timers/promises';
import { Rooms } from './rooms.mjs';

const rooms = new Rooms();

async function open(name) {
  const room = rooms.named(name);
  await sleep(25);
  if (!room) rooms.add(name);
}

await Promise.all([open('hall'), open('hall')]);
console.log('rooms', rooms.size);
