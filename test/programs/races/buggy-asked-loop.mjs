// expect: race.check-then-act 15,24 ; race.check-then-act 31,39 ; race.check-then-act 51,56,59
// Two calls go through what is booked, find nothing in their way, wait, and both book: by a loop that leaves, by a sum, and by what a store gave.
import { setTimeout as sleep } from 'node:timers/promises';

class Hall {
  #bookings = [];

  async charge(guest) {
    await sleep(5);
    return guest.length;
  }

  isFree(from, to) {
    // The first one to be in the way says no.
    for (const booking of this.#bookings) {
      if (booking.from < to && from < booking.to) return false;
    }
    return true;
  }

  async book(guest, from, to) {
    if (!this.isFree(from, to)) throw new Error('taken');
    const fee = await this.charge(guest);
    this.#bookings.push({ guest, from, to, fee });
  }
}

const loads = new Map();
async function load(crate, kilos) {
  let sum = 0;
  for (const [, carried] of loads) sum += carried;
  if (sum + kilos > 100) return false;
  await sleep(3);
  return enter(crate, kilos);
}

function enter(crate, kilos) {
  // Nobody looks again.
  loads.set(crate, kilos);
  return true;
}

const store = {
  events: [],
  async all() {
    await sleep(2);
    return [...this.events];
  },
  async add(event) {
    await sleep(2);
    this.events.push(event);
  },
};

async function withdraw(amount) {
  const events = await store.all();
  const balance = events.reduce((sum, event) => sum + event.amount, 0);
  if (balance < amount) throw new Error('not covered');
  await store.add({ amount: -amount });
}

const hall = new Hall();
store.events.push({ amount: 100 });
const booked = await Promise.allSettled([hall.book('Ada', 9, 12), hall.book('Ben', 11, 13)]);
const loaded = await Promise.all([load('a', 60), load('b', 60)]);
const paid = await Promise.allSettled([withdraw(80), withdraw(80)]);
console.log(booked.length, loaded.length, paid.length);
