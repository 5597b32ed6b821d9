// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
const never = new Promise(() => {});
const r = await Promise.race([never, delay(10, 'late')]);
console.log(r);
