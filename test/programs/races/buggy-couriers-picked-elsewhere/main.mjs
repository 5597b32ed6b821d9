// expect: race.check-then-act dispatch.mjs:6,dispatch.mjs:11,depot.mjs:5
// Both tours get the same courier: the generator of another file has found him free, and that he is not is noted behind the wait.
import { toursOf } from './depot.mjs';
import { dispatch } from './dispatch.mjs';

const names = await Promise.all([dispatch('north'), dispatch('south')]);
console.log(names.join(), toursOf());
