// expect: nothing
// Who is closed leaves the list by itself, too; files that are changed while others are saved come to be saved later; who waits for jobs only waits; and one round looks again.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Guest extends EventEmitter {
  async leave() {
    await delay(2);
    this.emit('left');
  }
}

const guests = new Set();
for (let i = 0; i < 3; i++) {
  const guest = new Guest();
  guests.add(guest);
  guest.on('left', () => guests.delete(guest));
}

async function closeHouse() {
  for (const guest of guests) {
    await Promise.all([once(guest, 'left'), guest.leave()]);
    guests.delete(guest);
  }
}

const changed = new Set(['a.txt', 'b.txt', 'c.txt']);
let saved = 0;

async function saveAll() {
  for (const file of changed) {
    await delay(3);
    saved++;
    changed.delete(file);
  }
}

const jobs = new Set([delay(4), delay(9)]);

async function settle() {
  for (const job of jobs) {
    await job;
    jobs.delete(job);
  }
}

const letters = new Set(['to ann', 'to ben']);
let posted = 0;

async function post() {
  for (const letter of letters) {
    await delay(2);
    if (!letters.has(letter)) continue;
    letters.delete(letter);
    posted++;
  }
}

const saving = saveAll();
setTimeout(() => changed.add('c.txt').add('d.txt'), 1);
await Promise.all([closeHouse(), settle(), settle(), post(), post()]);
await saving;
console.log(guests.size, saved, jobs.size, posted);
