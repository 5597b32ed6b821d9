// expect: nothing
// The same, awaited; and lines that are added to a log without waiting, a marked background save, and a promise that is awaited after what does not need it.
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const home = await mkdtemp(path.join(os.tmpdir(), 'interleave-'));

async function prepare(name) {
  const folder = path.join(home, name);
  await mkdir(folder);
  await writeFile(path.join(folder, 'index.html'), '<h1>');
  return folder;
}

async function publish(text) {
  const draft = path.join(home, 'draft.html');
  const written = writeFile(draft, text);
  const notes = path.join(home, 'notes.txt');
  await writeFile(notes, text);
  await written;
  await rename(draft, path.join(home, 'page.html'));
}

const logged = [];
async function log(line) {
  logged.push(appendFile(path.join(home, 'log.txt'), `${line}\n`));
}

const file = path.join(home, 'settings.json');
async function change(theme) {
  await writeFile(file, JSON.stringify({ theme }));
  const text = await readFile(file, 'utf8');
  return text.length;
}

await prepare('blog');
await log('prepared');
await log('begun');
await publish('<h1>Hello</h1>');
console.log(await change('dark'));
await Promise.all(logged);
await rm(home, { recursive: true });
