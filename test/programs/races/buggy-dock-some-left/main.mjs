// expect: race.check-then-act rental.mjs:9,rental.mjs:6,dock.mjs:14
// Two riders find one bike at the dock, and each takes one after the lock has opened.
import { rent } from './rental.mjs';

const rides = await Promise.all([rent('ada'), rent('bo')]);
console.log(rides.join(', '));
