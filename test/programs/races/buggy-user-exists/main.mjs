// expect: race.check-then-act main.mjs:5,main.mjs:6,users.mjs:5,users.mjs:9
import * as users from './users.mjs';

async function register(email) {
  if (await users.exists(email)) return 'taken';
  await users.insert({ email, at: performance.now() });
  return 'ok';
}
console.log((await Promise.all(['a@x', 'a@x', 'b@x'].map(register))).join(' '));
