// expect: none exit 0 node 24
import { setTimeout as delay } from 'node:timers/promises';
const { locks } = navigator;
const nest = async (x, y, ms) => {
  await delay(ms);
  await locks.request(x, async () => {
    await locks.request(y, { ifAvailable: true }, () => delay(1));
  });
};
await Promise.all([nest('a', 'b', 1), nest('b', 'a', 20)]);
