// expect: nothing
// Rows that one function copies and another changes by the names that it is given: other properties, other rows, in turn, or values that do not come from the row.
import { setImmediate as turn } from 'node:timers/promises';
import { rows } from './rows.mjs';

let tail = Promise.resolve();
const inTurn = (work) => {
  const result = tail.then(work);
  tail = result.catch(() => {});
  return result;
};
async function sell(id, count) {
  const row = await rows.find(id);
  if (row.stock < count) throw new Error('sold out');
  await rows.update(id, { stock: row.stock - count });
}
async function rename(id, name) {
  const row = await rows.find(id);
  if (!row) throw new Error(`no ${id}`);
  await rows.update(id, { name, renamed: true });
}
async function note(id, text) {
  const row = await rows.find(id);
  await rows.update(id, { note: `${row.name}: ${text}` });
}
async function hydrate(id) {
  const row = rows.at(id);
  if (!row.loaded) rows.put(id, { size: await turn(7), loaded: true });
}

await Promise.all([inTurn(() => sell(1, 1)), inTurn(() => sell(1, 2))]);
await Promise.all([rename(1, 'one'), rename(2, 'two'), rename(1, 'uno')]);
await Promise.all([note(1, 'first'), note(2, 'second'), sell(2, 1)]);
await Promise.all([hydrate(1), hydrate(2)]);
console.log(await rows.find(1), await rows.find(2));
