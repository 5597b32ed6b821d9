// expect: timer.leak lease.mjs:10 | timer.leak lease.mjs:12
// stop-after: 4
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLease } from './lease.mjs';

const lease = await acquireLease('report', 200);
await sleep(50);
console.log('done', lease.name);
lease.release();
