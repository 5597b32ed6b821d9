// expect: race.atomicity actions.mjs:8,actions.mjs:6
// An action is made of the list that was there before a wait, and replaces it.
import { createStore } from './store.mjs';
import { invite, reduce } from './actions.mjs';

const store = createStore(reduce);
await Promise.all(['Ada', 'Bo', 'Cy'].map((guest) => store.dispatch(invite(guest))));
console.log(`${store.getState().guests.length} guests, ${store.getState().changes} changes`);
