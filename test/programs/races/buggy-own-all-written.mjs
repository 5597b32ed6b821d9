// expect: race.atomicity 21,23
// Who writes down all accounts takes each as it stands by then: only what each deposit works out from an old balance is lost.
import { setTimeout as sleep } from 'node:timers/promises';

const accounts = new Map(['a', 'b', 'c'].map((id) => [id, { id, balance: 100 }]));
const pages = [];
let last = Promise.resolve();

async function writeDown() {
  const before = last;
  const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
  last = promise;
  await before;
  await sleep(25);
  pages.push([...accounts.values()].map(({ id, balance }) => `${id} ${balance}`));
  resolve();
}

async function deposit(id, sum, wait) {
  const account = accounts.get(id);
  const next = account.balance + sum;
  await sleep(wait);
  account.balance = next;
  await writeDown();
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

await Promise.all([deposit('a', 1, 30), deposit('a', 2, 40), deposit('b', 5, 50)]);
console.log(pages.length);
