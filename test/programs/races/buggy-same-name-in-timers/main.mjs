// expect: race.check-then-act 5,6
import { findByName, insert } from './table.mjs';

async function register(name) {
  if (await findByName(name)) throw new Error(`${name} is taken`);
  return insert({ name });
}

console.log(await Promise.allSettled(['ann', 'ann', 'cid'].map(register)));
