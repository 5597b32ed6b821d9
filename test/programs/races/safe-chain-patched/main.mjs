// expect: nothing
// A chain of `then` asks a store whether a row is there, and gives it what does not come from it; sums are made in the store.
import { makeStore } from './store.mjs';

const store = makeStore([{ id: 'bread', sold: 0 }]);
const sell = (id, count) => store.get(id).then((row) => (row.id ? store.add(id, count) : undefined));

const note = (id, text) => store.get(id).then(() => store.change(id, { note: text }));

Promise.all([sell('bread', 1), sell('bread', 2), note('bread', 'a'), note('bread', 'b')])
  .then(() => store.get('bread'))
  .then((row) => console.log(row.sold)); // prettier-ignore
