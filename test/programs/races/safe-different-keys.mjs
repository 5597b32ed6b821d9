// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const jobs = new Map();
const byName = {};

async function run(id, name) {
  jobs.set(id, { state: 'queued' });
  await delay(3);
  if (jobs.get(id).state === 'queued') {
    await delay(1);
    jobs.set(id, { state: 'done', by: name });
  }
  byName[name] = (byName[name] ?? 0) + 1;
}

await Promise.all([run(1, 'a'), run(2, 'b'), run(3, 'a')]);
console.log([...jobs.values()].map((j) => j.state).join(), JSON.stringify(byName));
