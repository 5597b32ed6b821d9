// expect: nothing
// Actions say what is new, or are made of what is there when they are dispatched; what was looked at before the wait only says what to load, and is handed on as it was.
import { createStore } from './store.mjs';
import { invite, move, search, reduce } from './actions.mjs';

const store = createStore(reduce);
const all = ['Ada', 'Bo', 'Cy'].flatMap((guest) => [invite(guest), move(guest), search(guest)]);
await Promise.all(all.map((action) => store.dispatch(action)));
console.log(`${store.getState().guests.length} guests, ${store.getState().changes} changes, ${store.getState().found.length} found`);
