// expect: race.check-then-act till.mjs:13,till.mjs:16,log.mjs:8,log.mjs:10|race.atomicity till.mjs:13,till.mjs:16,log.mjs:8,log.mjs:10
// A till decides by what has been booked so far, and books after it has asked: two take out more than there is.
import { put, take } from './till.mjs';
import { entriesOf } from './log.mjs';

put('north', 50);
const taken = await Promise.all([take('north', 30), take('north', 40)]);
console.log(taken.join(' '), entriesOf('north').length);
