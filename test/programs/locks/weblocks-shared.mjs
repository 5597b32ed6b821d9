// expect: none exit 0 node 24
import { setTimeout as delay } from 'node:timers/promises';
const { locks } = navigator;
const shared = { mode: 'shared' };
const nest = (x, y, ms) => delay(ms).then(() => locks.request(x, shared, () => locks.request(y, shared, () => delay(1))));
await Promise.all([nest('a', 'b', 1), nest('b', 'a', 20)]);
