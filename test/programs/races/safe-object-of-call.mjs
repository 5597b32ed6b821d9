// expect: nothing
// Each has a store of its own, looks again behind the wait, or is given another object each time.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const context = new AsyncLocalStorage();
const session = new WeakRef({ credits: 3 });
const free = [{ uses: 0 }, { uses: 0 }, { uses: 0 }];

async function add(cents) {
  const before = context.getStore().cents;
  await sleep(30);
  context.getStore().cents = before + cents;
}

async function spend() {
  if (session.deref().credits < 3) return;
  await sleep(30);
  if (session.deref().credits < 3) return;
  session.deref().credits -= 1;
}

async function use() {
  const seen = free.shift().uses;
  await sleep(10);
  free.push({ uses: seen + 1 });
}

const sums = [1, 2, 3].map((cents) => {
  const store = { cents: 0 };
  return context.run(store, () => add(cents)).then(() => store.cents);
});
console.log(await Promise.all(sums));
await Promise.all([spend(), spend()]);
await Promise.all([use(), use(), use()]);
console.log(session.deref().credits, free.length);
