// expect: race.atomicity main.mjs:6,store.mjs:14,store.mjs:11
// A chain of `then` asks a store and gives back what it has worked out; nothing here is an async function.
import { makeStore } from './store.mjs';

const store = makeStore([{ id: 'bread', sold: 0 }]);
const sell = (id, count) => store.get(id).then((row) => store.change(id, { sold: row.sold + count }));

Promise.all([sell('bread', 1), sell('bread', 2)])
  .then(() => store.get('bread'))
  .then((row) => console.log(row.sold)); // prettier-ignore
