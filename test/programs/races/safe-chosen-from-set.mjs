// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const idle = new Set(['db-1', 'db-2', 'db-3']);
const usedBy = new Map();

async function ping(name) {
  await delay(10);
  return name;
}

async function checkout(client) {
  const [name] = idle;
  if (name === undefined) throw new Error('no connection left');
  idle.delete(name);
  await ping(name);
  usedBy.set(name, [...(usedBy.get(name) ?? []), client]);
  return name;
}

const names = await Promise.all(['ann', 'bob', 'eve'].map(checkout));
console.log('distinct', new Set(names).size, 'of', names.length);
