// expect: deadlock.actual 14,17 exit 13
// Services by name: each comes up when those that it needs are up. Two need each other.
import { setTimeout as delay } from 'node:timers/promises';

const parts = new Map();
function add(name, needs) {
  let resolve;
  const promise = new Promise((settle) => void (resolve = settle));
  parts.set(name, { needs, up: { promise, resolve } });
}

async function boot(name) {
  const { needs, up } = parts.get(name);
  for (const need of needs) await parts.get(need).up.promise;
  await delay(2);

  up.resolve(name);
  return name;
}

add('settings', []);
add('login', ['settings', 'users']);
add('users', ['settings', 'login']);
console.log((await Promise.all([...parts.keys()].map(boot))).join());
