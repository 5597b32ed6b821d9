// expect: nothing
// What was looked for is looked for again in the step of the insertion: the number where a number was sought, the name where a name was.
import { people } from './people.mjs';

async function restore(row) {
  if (await people.byId(row.id)) return;
  await people.insert(row).catch((error) => console.log(error.message));
}

async function signUp(id, wish) {
  const known = await people.byName(wish);
  return people.insertNamed({ id, name: known ? `${wish}2` : wish });
}

await Promise.all([restore({ id: 1, name: 'cid' }), restore({ id: 1, name: 'cid' }), restore({ id: 2, name: 'dan' })]);
await Promise.all([signUp(3, 'ana'), signUp(4, 'ben')]);
console.log((await people.byName('ana')).id);
