// expect: race.check-then-act 10,13 ; race.check-then-act 18,21
// What is free is found by functions that take the elements apart, and marked as taken only behind a wait.
import { setTimeout as delay } from 'node:timers/promises';

const depot = { trucks: [1, 2, 3].map((id) => ({ id, isOut: false })) };
const jobs = new Map(['sort', 'pack', 'load'].map((name) => [name, { name, state: 'new' }]));

async function send(town) {
  const { trucks } = depot;
  const truck = trucks.find(({ isOut }) => !isOut);
  if (!truck) throw new Error(`no truck for ${town}`);
  await delay(4);
  truck.isOut = true;
  return `${town}: ${truck.id}`;
}

async function work(who) {
  const job = [...jobs.values()].filter(({ name, state: now }) => name !== 'load' && now === 'new').at(-1);
  if (!job) return `${who}: nothing`;
  await delay(4);
  job.state = 'running';
  return `${who}: ${job.name}`;
}

console.log(await Promise.all([send('Ulm'), send('Hof')]));
console.log(await Promise.all([work('ann'), work('ben')]));
