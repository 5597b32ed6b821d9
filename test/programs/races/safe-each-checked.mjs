// expect: nothing
// What a loop has looked at is looked at again after the wait; was taken before it; or only decides about its own rounds.
import { setTimeout as sleep } from 'node:timers/promises';

class Rooms {
  #free = new Map([
    ['north', 3],
    ['south', 4],
  ]);

  require(stays) {
    for (const { room, beds } of stays) if ((this.#free.get(room) ?? 0) < beds) throw new Error(`no bed in ${room}`);
  }

  occupy(stays) {
    this.require(stays);
    for (const stay of stays) this.#free.set(stay.room, this.#free.get(stay.room) - stay.beds);
  }
}

const rooms = new Rooms();

async function book(stays) {
  rooms.require(stays);
  await sleep(5);
  rooms.occupy(stays);
}

await Promise.allSettled([book([{ room: 'north', beds: 2 }]), book([{ room: 'north', beds: 2 }])]);

const taken = new Set();
async function reserve(names) {
  for (const name of names) if (taken.has(name)) throw new Error(`${name} is taken`);
  for (const name of names) taken.add(name);
  await sleep(5);
}
await Promise.allSettled([reserve(['a1', 'a2']), reserve(['a2', 'a3'])]);

const seen = new Set();
async function visit(names) {
  const fresh = [];
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    fresh.push(name);
  }
  await sleep(5);
  return fresh;
}
await Promise.all([visit(['x', 'y']), visit(['y', 'z'])]);
console.log('booked', taken.size, seen.size);
