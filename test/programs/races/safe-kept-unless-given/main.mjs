// expect: nothing
// A row is changed in the one step of `upsert`, which keeps what it is not given: who counts a visit does not touch the plan that another one has looked at.
import { find, upsert } from './users.mjs';

async function visit(id) {
  const known = await find(id);
  await upsert(id, { visits: 1 });
  return known === undefined;
}

async function upgrade(id) {
  const known = await find(id);
  if (known?.plan === 'pro') return false;
  await upsert(id, { plan: 'pro' });
  return true;
}

await Promise.all([visit('ada'), upgrade('ada'), visit('ada'), visit('bob')]);
console.log((await find('ada')).visits, (await find('ada')).plan);
