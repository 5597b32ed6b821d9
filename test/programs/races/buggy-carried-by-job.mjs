// expect: race.atomicity 31,29
// Each job carries the profile that was loaded before its steps, and all of it is saved behind them: what another job saved meanwhile is lost.
import { setTimeout as sleep } from 'node:timers/promises';

const rows = new Map([['ann', {}]]);
const before = [];
const after = [];

const profiles = {
  async load(name) {
    await sleep(5);
    return { ...rows.get(name) };
  },

  async save(name, profile) {
    await sleep(5);
    rows.set(name, { ...profile });
  },
};

before.push(async (job) => {
  job.profile = await profiles.load(job.name);
});
after.push(async (job) => {
  await profiles.save(job.name, job.profile);
});

async function run(job, steps) {
  for (const hook of before) await hook(job);
  for (const step of steps) await step(job);
  for (const hook of after) await hook(job);
}

const sizes = async (job) => {
  await sleep(20);
  job.profile.size = 'tall';
};
const colours = async (job) => {
  job.profile.colour = 'green';
};

await Promise.all([run({ name: 'ann' }, [sizes]), run({ name: 'ann' }, [colours])]);
console.log(Object.keys(rows.get('ann')).toSorted().join());
