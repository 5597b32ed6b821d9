// expect: nothing
// That the courier is taken is noted in the step in which he was found.
import { toursOf } from './depot.mjs';
import { dispatch } from './dispatch.mjs';

const names = await Promise.all([dispatch('north'), dispatch('south')]);
console.log(names.join(), toursOf());
