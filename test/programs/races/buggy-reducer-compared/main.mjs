// expect: race.check-then-act store.mjs:7,store.mjs:4
// What an action replaces was compared before a wait: the tank was full enough for either, and the plot was free for both.
import { makeStore } from './store.mjs';
import { garden } from './reducer.mjs';
import { lease, water } from './garden.mjs';

const store = makeStore(garden);
const all = [water(1, 70), water(2, 60), lease(7, 'Odile'), lease(7, 'Per')];
console.log(await Promise.all(all.map((action) => store.dispatch(action))));
console.log(store.getState().tank, store.getState().plots.leased);
