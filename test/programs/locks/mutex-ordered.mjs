// expect: none exit 0
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const accounts = [0, 1, 2].map((id) => ({ id, lock: new Mutex(), amount: 10 }));
async function transfer(from, to) {
  const [x, y] = from.id < to.id ? [from, to] : [to, from];
  await x.lock.runExclusive(async () => {
    await delay(1);
    await y.lock.runExclusive(() => {
      from.amount--;
      to.amount++;
    });
  });
}
await Promise.all([transfer(accounts[0], accounts[1]), transfer(accounts[1], accounts[0]), transfer(accounts[2], accounts[0])]);
