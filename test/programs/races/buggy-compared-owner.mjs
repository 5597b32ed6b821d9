// expect: race.atomicity 24,25,16
// A store takes nothing of another owner, which tells nothing of how large the herd has become.
import { setTimeout as sleep } from 'node:timers/promises';

const plots = new Map([['elm', { turn: 0, herd: 4, owner: 'Ada' }]]);

async function look(name) {
  await sleep(2);
  return { ...plots.get(name) };
}

async function put(name, next, owner) {
  await sleep(2);
  const now = plots.get(name);
  if (now.owner !== owner) return false;
  plots.set(name, { ...next, owner });
  return true;
}

async function graze(name, more) {
  let tries = 0;
  for (;;) {
    tries++;
    const plot = await look(name);
    const isPut = await put(name, { owner: plot.owner, herd: plot.herd + more }, plot.owner);
    if (isPut) return tries;
  }
}

const tries = await Promise.all([graze('elm', 3), graze('elm', 5)]);
console.log('herd', plots.get('elm').herd, 'after', tries.length);
