// expect: race.atomicity 12 ; race.check-then-act 18
// The object is what a method without arguments gives: one store for all who were meant to have one each.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const context = new AsyncLocalStorage();
const session = new WeakRef({ credits: 3 });

async function add(cents) {
  const before = context.getStore().cents;
  await sleep(30);
  context.getStore().cents = before + cents;
}

async function spend() {
  if (session.deref().credits < 3) return;
  await sleep(30);
  session.deref().credits -= 1;
}

const store = { cents: 0 };
await Promise.all([1, 2, 3].map((cents) => context.run(store, () => add(cents))));
await Promise.all([spend(), spend()]);
console.log(store.cents, session.deref().credits);
