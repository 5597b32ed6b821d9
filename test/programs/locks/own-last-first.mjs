// expect: lock.starvation 22 exit 0
import { setTimeout as sleep } from 'node:timers/promises';

const waiting = [];
let taken = false;

function acquire() {
  if (!taken) {
    taken = true;
    return;
  }
  return new Promise((resolve) => waiting.push(resolve));
}
function release() {
  const next = waiting.pop();
  if (next === undefined) taken = false;
  else next();
}

const order = [];
async function use(name) {
  await acquire();
  await sleep(25);
  order.push(name);
  release();
}
async function many(name) {
  for (let i = 0; i < 35; i++) await use(name);
}

const first = many('a');
const second = use('early');
await Promise.all([first, second, many('b')]);
console.log(order.indexOf('early'), order.length);
