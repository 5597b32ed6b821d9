// expect: nothing
// The revision is compared, by a function of the file that has the rows, in the step in which the row is stored.
import { setTimeout as sleep } from 'node:timers/promises';
import { add, isFresh, load, save } from './dossiers.mjs';

add({ id: 'd1', pages: 3, revision: 1 });

async function append(id, ms) {
  for (;;) {
    const row = load(id);
    await sleep(ms);
    if (!isFresh(row)) continue;
    row.pages += 1;
    save(row);
    return row.pages;
  }
}

await Promise.all([append('d1', 5), append('d1', 9)]);
await append('d1', 2);
console.log(load('d1').pages);
