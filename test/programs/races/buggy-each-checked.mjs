// expect: race.check-then-act 12,18; race.check-then-act 41,44
// Whoever comes out of a loop that throws for what is missing has looked at all of it, and relies on that after a wait.
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
    for (const stay of stays) {
      // What is left is read again here, but not looked at.
      this.#free.set(stay.room, this.#free.get(stay.room) - stay.beds);
    }
  }
}

const rooms = new Rooms();

async function book(stays) {
  rooms.require(stays);
  await sleep(5);
  rooms.occupy(stays);
}

await Promise.allSettled([
  book([{ room: 'north', beds: 2 }]),
  book([
    { room: 'south', beds: 1 },
    { room: 'north', beds: 2 },
  ]),
]);

const taken = new Set();
async function reserve(names) {
  for (const name of names) if (taken.has(name)) throw new Error(`${name} is taken`);
  await sleep(5);
  for (const name of names) {
    taken.add(name);
  }
}
await Promise.allSettled([reserve(['a1', 'a2']), reserve(['a2', 'a3'])]);
console.log('booked', taken.size);
