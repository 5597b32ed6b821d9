// expect: promise.floating main.mjs:12 ; promise.floating main.mjs:19 ; promise.floating main.mjs:29
// Changes of files that nobody awaits, and that the same function goes on with: a folder that is written into, a page that is moved, and settings that a helper stores.
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const home = await mkdtemp(path.join(os.tmpdir(), 'interleave-'));

async function prepare(name) {
  const folder = path.join(home, name);
  const page = path.join(folder, 'index.html');
  mkdir(folder);
  await writeFile(page, '<h1>').catch((error) => error.code);
  return folder;
}

async function publish(text) {
  const draft = path.join(home, 'draft.html');
  writeFile(draft, text);
  await rename(draft, path.join(home, 'page.html')).catch((error) => error.code);
}

const file = path.join(home, 'settings.json');
async function store(settings) {
  await writeFile(file, JSON.stringify(settings));
}

async function change(theme) {
  store({ theme });
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.length >= 0;
}

await prepare('blog');
await publish('<h1>Hello</h1>');
console.log(await change('dark'));
await rm(home, { recursive: true, force: true, maxRetries: 3 });
