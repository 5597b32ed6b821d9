// expect: nothing
import { Repo } from './repo.mjs';

const repo = new Repo();
async function add(id, n) {
  for (;;) {
    const row = await repo.load(id);
    if (await repo.saveIf(id, { value: row.value + n, version: row.version + 1 }, row.version)) return;
  }
}
await Promise.all([add('a', 1), add('a', 2), add('a', 3)]);
console.log((await repo.load('a')).value);
