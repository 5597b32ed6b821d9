// expect: race.atomicity 15 ; race.atomicity 29
// A number of what is kept is sent, and the answer may be that there is nothing: but it is the place to go on from, so two callers get and count the same entries.
import { setTimeout as delay } from 'node:timers/promises';

const log = ['a', 'b', 'c', 'd', 'e'];
async function readLog({ after, most }) {
  await delay(5);
  return after >= log.length ? null : { next: Math.min(after + most, log.length), entries: log.slice(after, after + most) };
}

const place = { next: 0 };
async function takeBatch() {
  const batch = await readLog({ after: place.next, most: 2 });
  if (batch === null) return [];
  place.next = batch.next;
  return batch.entries;
}

async function reserve({ from, seats }) {
  await delay(5);
  return from + seats > 9 ? undefined : { version: from + seats };
}

const hall = { version: 0 };
async function book(seats) {
  // The next number, under the name of a version: what is sent is what the answer is made of.
  const answer = await reserve({ from: hall.version, seats });
  if (answer === undefined) return false;
  hall.version = answer.version;
  return true;
}

const batches = await Promise.all([takeBatch(), takeBatch()]);
console.log(batches.flat().join(''), await Promise.all([book(2), book(3)]), hall.version);
