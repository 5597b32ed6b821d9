// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
let ready = false; let value = 0;
setTimeout(() => { value = 42; ready = true; }, 15);
while (!ready) await delay(3);
console.log(value);
