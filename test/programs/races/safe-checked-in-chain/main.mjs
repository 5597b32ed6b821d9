// expect: nothing
// Queens are crowned one after the other, in one chain; and bees are counted, which nothing forbids.
import { crown, hatch } from './hives.mjs';
import { queens } from './book.mjs';

const crowned = await Promise.allSettled([crown('north', 'Ada'), crown('north', 'Bea'), hatch('north'), hatch('south')]);
console.log(crowned.map(({ status }) => status).join(' '), await queens.count());
