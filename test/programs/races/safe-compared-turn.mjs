// expect: nothing
// A store counts its turns, by whatever name, and takes nothing that was made from an older one.
import { setTimeout as sleep } from 'node:timers/promises';

const plots = new Map([['elm', { turn: 0, herd: 4, owner: 'Ada' }]]);

async function look(name) {
  await sleep(2);
  return { ...plots.get(name) };
}

async function put(name, next, turn) {
  await sleep(2);
  const now = plots.get(name);
  if (now.turn !== turn) return false;
  plots.set(name, { ...next, turn: turn + 1 });
  return true;
}

async function graze(name, more) {
  let tries = 0;
  for (;;) {
    tries++;
    const plot = await look(name);
    const isPut = await put(name, { owner: plot.owner, herd: plot.herd + more }, plot.turn);
    if (isPut) return tries;
  }
}

const tries = await Promise.all([graze('elm', 3), graze('elm', 5)]);
console.log('herd', plots.get('elm').herd, 'after', tries.length);
