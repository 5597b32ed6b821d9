// expect: race.check-then-act hives.mjs:9,hives.mjs:14,book.mjs:12,book.mjs:8|race.atomicity hives.mjs:9,hives.mjs:14
// There is to be one queen; the first step of a chain asks whether there is one, and the third puts one there.
import { crown } from './hives.mjs';
import { queens } from './book.mjs';

const crowned = await Promise.allSettled([crown('north', 'Ada'), crown('north', 'Bea')]);
console.log(crowned.map(({ status }) => status).join(' '), await queens.count());
