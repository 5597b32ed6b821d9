// expect: promise.floating 14
// forEach waits for none of the writes; what is asked for next lists the folder, and finds some of them or none.
'use strict';
const { mkdtemp, readdir, rm, writeFile } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function exportPages(folder, pages) {
  const text = 'page '.repeat(50000);
  // Nothing is done with what the callback returns.

  pages.forEach(async (page) => {
    await writeFile(join(folder, `${page}.html`), text);
  });
}

async function countPages(folder) {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.html')).length;
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'pages-'));
  await exportPages(folder, ['start', 'news', 'about']);
  const count = await countPages(folder);
  await wait(50);
  await rm(folder, { recursive: true, force: true });
  console.log(count >= 0);
}
main();
