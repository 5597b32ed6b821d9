// expect: nothing
// never: await.in-loop
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

// Each round writes how far it has come: the last one must be the last.
async function rendered(page) {
  await sleep(40);
  return `<h1>${page}</h1>`;
}
async function exportTo(folder, pages) {
  for (const page of pages) {
    const html = await rendered(page);
    await fs.writeFile(path.join(folder, 'newest.html'), html);
  }
}
async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'pages-'));
  await exportTo(folder, ['home', 'news', 'about', 'jobs', 'press', 'help']);
  console.log((await fs.readdir(folder)).length);
  await fs.rm(folder, { recursive: true });
}
main();
