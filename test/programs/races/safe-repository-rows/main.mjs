// expect: nothing
import { load, save } from './repo.mjs';

async function rename(id, name) {
  const row = await load(id);
  row.name = name;
  await save(row);
}
await Promise.all([rename('a', 'Ann'), rename('b', 'Bob')]);
await rename('a', 'Anna');
console.log((await load('a')).name, (await load('b')).name);
