// expect: race.atomicity booking.mjs:12
// Seats are taken in the first step, and put back when the ticket could not be printed: what the hall had then is not what it has now.
import { setTimeout as sleep } from 'node:timers/promises';
import { book } from './booking.mjs';
import { hall } from './hall.mjs';

const prints = () => sleep(3);
const jams = async () => {
  await sleep(9);
  throw new Error('paper jam');
};
const outcomes = await Promise.allSettled([book('stalls', 3, jams), book('stalls', 1, prints)]);
console.log(outcomes.map(({ status }) => status).join(' '), hall.free.stalls);
