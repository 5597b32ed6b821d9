// expect: race.atomicity 14,18
// The revision is compared before another wait: what somebody stores during that is lost.
import { setTimeout as sleep } from 'node:timers/promises';
import { add, isFresh, load, save } from './dossiers.mjs';

add({ id: 'd1', pages: 3, revision: 1 });

const sign = (row) => sleep(6, `signed ${row.id}`);

async function append(id, ms) {
  let tries = 0;
  for (;;) {
    if (++tries > 5) throw new Error('given up');
    const row = load(id);
    await sleep(ms);
    if (!isFresh(row)) continue;
    row.seal = await sign(row);
    save({ ...row, pages: row.pages + 1 });
    return row.pages;
  }
}

await Promise.all([append('d1', 5), append('d1', 9)]);
console.log(load('d1').pages);
