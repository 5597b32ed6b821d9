// expect: nothing
// How many jobs are under way is compared with the room there is, which shrinks under load: less room is no end of all, and nobody waits for it.
import { setTimeout as sleep } from 'node:timers/promises';

let room = 12;
let running = 0;
const durations = [5, 7, 9, 11, 13, 15, 17, 19];

async function job(index) {
  running++;
  if (running > room) throw new Error('too many at once');
  await sleep(durations[index]);
  running--;
}

function shrink() {
  room--;
}

const jobs = durations.map((_, index) => sleep(index * 4).then(() => job(index)));
setTimeout(shrink, 6);
setTimeout(shrink, 18);
await Promise.all(jobs);
console.log('room for', room);
