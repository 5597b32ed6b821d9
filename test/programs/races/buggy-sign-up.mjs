// expect: race.check-then-act 7,10
import { setTimeout as delay } from 'node:timers/promises';

const users = [];

async function signUp(email) {
  const taken = users.find((u) => u.email === email);
  if (taken) throw new Error('taken');
  const hash = await slowHash(email);
  users.push({ email, hash });
}

async function slowHash(text) {
  await delay(3);
  return text.split('').reverse().join('');
}

const r = await Promise.allSettled([signUp('a@x'), signUp('a@x'), signUp('b@x')]);
console.log(r.map((x) => x.status).join(' '), users.length);
