// expect: race.check-then-act 17
// A free name is sought, and the store looks in the step of the insertion only whether the number is free, which is a new one each time.
import { people } from './people.mjs';

let nextId = 1;

async function freeName(wish) {
  let name = wish;
  for (let n = 2; await people.byName(name); n++) {
    name = `${wish}${n}`;
  }
  return name;
}

async function signUp(wish) {
  const name = await freeName(wish);
  return people.insert({ id: nextId++, name });
}

await Promise.all([signUp('ana'), signUp('ana'), signUp('ben')]);
console.log((await people.byId(1)).name);
