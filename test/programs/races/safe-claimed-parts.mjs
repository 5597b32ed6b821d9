// expect: nothing
// The same, marked in the step in which it is found.
import { setTimeout as delay } from 'node:timers/promises';

const depot = { trucks: [1, 2, 3].map((id) => ({ id, isOut: false })) };
const jobs = new Map(['sort', 'pack', 'load'].map((name) => [name, { name, state: 'new' }]));

async function send(town) {
  const { trucks } = depot;
  const truck = trucks.find(({ isOut }) => !isOut);
  if (!truck) throw new Error(`no truck for ${town}`);
  truck.isOut = true;
  await delay(4);
  return `${town}: ${truck.id}`;
}

async function work(who) {
  const job = [...jobs.values()].filter(({ name, state: now }) => name !== 'load' && now === 'new').at(-1);
  if (!job) return `${who}: nothing`;
  job.state = 'running';
  await delay(4);
  return `${who}: ${job.name}`;
}

console.log(await Promise.all([send('Ulm'), send('Hof')]));
console.log(await Promise.all([work('ann'), work('ben')]));
