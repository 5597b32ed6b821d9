// expect: nothing
// The same hall looks again in the step in which it books; the crates are entered before anybody waits; and what is only passed over, told or sent on says nothing of what is added later.
import { setTimeout as sleep } from 'node:timers/promises';

class Hall {
  #bookings = [];
  #guests = [];

  async charge(guest) {
    await sleep(5);
    return guest.length;
  }

  isFree(from, to) {
    for (const booking of this.#bookings) {
      if (booking.from < to && from < booking.to) return false;
    }
    return true;
  }

  async book(guest, from, to) {
    if (!this.isFree(from, to)) throw new Error('taken');
    const fee = await this.charge(guest);
    if (!this.isFree(from, to)) throw new Error('taken meanwhile');
    this.#bookings.push({ guest, from, to, fee });
  }

  // Whoever is there is greeted; who comes in is added, whoever else was there.
  async enter(guest) {
    for (const other of this.#guests) other.greet(guest.name);
    await sleep(3);
    this.#guests.push(guest);
  }
}

const loads = new Map();
async function load(crate, kilos) {
  let sum = 0;
  for (const [, carried] of loads) sum += carried;
  if (sum + kilos > 100) return false;
  loads.set(crate, kilos);
  await sleep(3);
  return true;
}

// A batch is sent, and what failed goes back to what has come meanwhile.
let letters = [];
const sent = [];
async function post() {
  const batch = [...letters];
  if (batch.length === 0) return;
  letters = [];
  const failed = [];
  for (const letter of batch) {
    await sleep(1);
    if (letter.stamp) sent.push(letter);
    else failed.push({ ...letter, stamp: true });
  }
  letters.push(...failed);
}

// How many there are is told; one more is added all the same.
const visits = [];
async function visit(page) {
  let known = 0;
  for (const seen of visits) if (seen === page) known++;
  console.log('visit', page, known >= 0);
  await sleep(2);
  visits.push(page);
}

const hall = new Hall();
const guest = (name) => ({ name, greet: (other) => `${name}: ${other}` });
await Promise.allSettled([hall.book('Ada', 9, 12), hall.book('Ben', 11, 13)]);
await Promise.all([hall.enter(guest('Ada')), hall.enter(guest('Ben')), sleep(5).then(() => hall.enter(guest('Cy')))]);
await Promise.all([load('a', 60), load('b', 60)]);
letters.push({ to: 'x' }, { to: 'y', stamp: true });
await Promise.all([post(), sleep(1).then(() => letters.push({ to: 'z' }))]);
await Promise.all([visit('home'), visit('home')]);
console.log(sent.length, letters.length);
