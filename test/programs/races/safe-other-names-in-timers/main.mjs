// expect: nothing
// Each of them asks for, and stores, a name of its own.
import { findByName, insert } from './table.mjs';

async function register(name) {
  if (await findByName(name)) throw new Error(`${name} is taken`);
  return insert({ name });
}

console.log(await Promise.all(['ann', 'bob', 'cid'].map(register)));
