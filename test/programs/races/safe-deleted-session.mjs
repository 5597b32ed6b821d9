// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
const sessions = new Map();
async function checkout(id) {
  if (!sessions.has(id)) return 'no session';
  await delay(4);
  try {
    // Whoever logged out meanwhile has no cart any more.
    return sessions.get(id)?.cart.length ?? 0;
  } catch { return 'failed'; }
}
async function logout(id) {
  await delay(1);
  sessions.delete(id);
}
sessions.set('ann', { cart: ['tea'] });
const paid = checkout('ann');
setTimeout(() => logout('ann'), 25);
console.log(typeof (await paid));
