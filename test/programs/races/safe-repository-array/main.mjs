// expect: nothing
// Two tasks at a time change rows of one repository, each a row of its own.
import { Listed, Mapped, Spliced } from './rows.mjs';

async function sell(items, id) {
  const row = await items.find(id);
  if (row.left < 1) return;
  row.left -= 1;
  await items.save(row);
}

for (const items of [new Listed(), new Spliced(), new Mapped()]) {
  await Promise.all([sell(items, 1), sell(items, 2)]);
  console.log((await items.find(1)).left, (await items.find(2)).left);
}
