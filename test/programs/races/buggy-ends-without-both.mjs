// expect: race.atomicity 14,11
// Two referees look at the same two boats at the head of the list, call the crews, and take them off the list afterwards: the heat is started twice.
import { setTimeout as sleep } from 'node:timers/promises';
const harbour = { queue: ['otter', 'heron', 'swift', 'tern'] };
const heats = [];
async function crewOf(boat) {
  await sleep(30);
  return `crew of ${boat}`;
}
async function start() {
  const [first, second] = harbour.queue;
  const crews = [await crewOf(first), await crewOf(second)];
  heats.push(crews);
  harbour.queue = harbour.queue.filter((boat) => boat !== first && boat !== second);
}
await Promise.all([start(), start()]);
console.log(heats.length, harbour.queue.length);
