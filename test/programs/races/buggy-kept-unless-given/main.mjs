// expect: race.atomicity 14,12
// `upsert` keeps what it is not given; here both are given what follows from an older look.
import { find, upsert } from './users.mjs';

async function visit(id) {
  const known = await find(id);
  await upsert(id, { visits: 1 });
  return known === undefined;
}

async function spend(id) {
  const known = await find(id);
  if (known.credits < 1) return false;
  await upsert(id, { credits: known.credits - 1 });
  return true;
}

await visit('ada');
await Promise.all([spend('ada'), visit('ada'), spend('ada')]);
console.log((await find('ada')).visits, (await find('ada')).credits);
