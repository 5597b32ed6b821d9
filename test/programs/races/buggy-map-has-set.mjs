// expect: race.check-then-act 8,10
import { setTimeout as delay } from 'node:timers/promises';

const sessions = new Map();
let made = 0;

async function session(user) {
  if (!sessions.has(user)) {
    const created = await open(user);
    sessions.set(user, created);
  }
  return sessions.get(user);
}

async function open(user) {
  await delay(2);
  return { user, number: ++made };
}

await Promise.all([session('ann'), session('ann'), session('bob')]);
console.log(made);
