// expect: deadlock.actual 8 exit 13
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';
const forks = [new Mutex(), new Mutex(), new Mutex()];
async function dine(i) {
  const left = await forks[i].acquire();
  await delay(1);
  const right = await forks[(i + 1) % 3].acquire();
  right();
  left();
}
await Promise.all([dine(0), dine(1), dine(2)]);
