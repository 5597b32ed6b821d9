// expect: nothing
// One referee starts one heat after the other: the boats are taken off the list when their heat is over.
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
await start();
harbour.queue.push('gull');
await start();
console.log(heats.length, harbour.queue.length);
