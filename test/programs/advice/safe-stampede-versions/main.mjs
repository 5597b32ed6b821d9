// expect: nothing
// never: cache.stampede
// What is stored is no answer that one call could have had from another: each sets a field of its own, or a version of its own, on what it finds there by then.
import { setTimeout as delay } from 'node:timers/promises';
import { Drafts } from './drafts.mjs';

const rows = [{ id: 1 }, { id: 2 }];
async function fill(i, field, load) {
  const value = await load(rows[i]);
  rows[i] = { ...rows[i], [field]: value };
}
await Promise.all(
  rows.flatMap((_, i) => [fill(i, 'size', (row) => delay(30, row.id * 10)), fill(i, 'name', (row) => delay(40, `row ${row.id}`))]),
);
console.log(rows.every((row) => row.size > 0 && row.name !== ''));

const drafts = new Drafts();
drafts.begin('intro');
async function add(id, word) {
  for (;;) {
    const draft = drafts.find(id);
    if (!draft) throw new Error('no such draft');
    const text = await delay(20 + word.length, `${draft.text} ${word}`.trim());
    if (drafts.replace(id, text, draft.version)) return;
  }
}
await Promise.all(['a', 'short', 'introduction'].map((word) => add('intro', word)));
console.log(drafts.find('intro').text.split(' ').length);
