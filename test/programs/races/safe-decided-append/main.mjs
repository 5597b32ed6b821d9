// expect: nothing
// A till asks first, and decides and books in one step; what is noted of a till beside that is allowed by anybody who knows it.
import { note, put, take } from './till.mjs';
import { entriesOf } from './log.mjs';

put('north', 50);
const taken = await Promise.all([take('north', 30), take('north', 40), note('north', 'swept'), note('north', 'locked')]);
console.log(taken.join(' '), entriesOf('north').length);
