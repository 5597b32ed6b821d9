// expect: nothing
// never: cache.stampede
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const pages = new Map(['tea', 'milk'].map((key) => [key, { key, reads: 0 }]));
async function load(key) {
  await sleep(40);
  return [{ key, text: `page of ${key}` }];
}

// It goes on only where a page is known: nothing is missed.
async function text(key) {
  const known = pages.get(key);
  if (!known) throw new Error(`no ${key}`);
  const rows = await load(key);
  const row = rows.find((r) => r.key === known.key);
  if (!row) throw new Error(`no text of ${key}`);
  pages.set(key, { ...row, reads: pages.get(key).reads + 1 });
  return row.text;
}

async function main() {
  const texts = await Promise.all([text('tea'), text('tea'), text('tea'), text('milk')]);
  console.log(texts.length, pages.get('tea').reads);
}
main();
