// expect: hang.exit-pending 13 exit 0
// Services by name, one of which is never begun: who needs it waits, and is no part of a ring.
import { setTimeout as delay } from 'node:timers/promises';

const parts = new Map();
function add(name, needs) {
  const up = {};
  up.promise = new Promise((settle) => void (up.resolve = settle));
  parts.set(name, { needs, up });
}
async function boot(name) {
  const { needs, up } = parts.get(name);
  for (const need of needs) await parts.get(need).up.promise;
  await delay(2);
  up.resolve(name);
}

add('settings', []);
add('login', ['settings', 'users']);
add('users', ['settings']);
Promise.all(['settings', 'login'].map(boot)).then(() => console.log('up'));
