// expect: nothing
// What a listing named is written anew while it is being removed: by who waits for the removal, or it is read by then, or looked at again, or written once more, or missed by nobody.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-anew-'));

async function filled(name) {
  const at = path.join(folder, name);
  await fs.mkdir(at);
  for (const file of ['a', 'b', 'c']) await fs.writeFile(path.join(at, file), 'old');
  return at;
}

async function clear(at) {
  for (const name of await fs.readdir(at)) {
    await delay(5);
    await fs.rm(path.join(at, name), { force: true });
  }
}

async function write(at) {
  await delay(2);
  await fs.writeFile(path.join(at, 'c'), 'newer');
}

// What was put down is taken before it goes.
async function take(at) {
  const texts = [];
  for (const name of await fs.readdir(at)) {
    await delay(5);
    texts.push(await fs.readFile(path.join(at, name), 'utf8'));
    await fs.unlink(path.join(at, name));
  }
  return texts.join(' ');
}

// What is new by now stays.
async function prune(at) {
  for (const name of await fs.readdir(at)) {
    await delay(5);
    const { size } = await fs.stat(path.join(at, name));
    if (size < 4) await fs.unlink(path.join(at, name));
  }
}

// Who misses it makes it.
async function load(at) {
  const file = path.join(at, 'c');
  try {
    const text = await fs.readFile(file, 'utf8');
    if (text !== 'old') return text;
  } catch {
    // Made below.
  }
  await fs.writeFile(file, 'newer');
  return 'newer';
}

// The last one makes all of it.
async function build(at, version) {
  for (const name of await fs.readdir(at)) await fs.rm(path.join(at, name), { force: true });
  for (const name of ['a', 'b', 'c']) {
    const aside = path.join(folder, `${name}-${version}`);
    await fs.writeFile(aside, version);
    await fs.rename(aside, path.join(at, name));
  }
}

const folders = [];
for (const name of ['waiting', 'inbox', 'previews', 'cache', 'site']) folders.push(await filled(name));
const [waiting, inbox, previews, cache, site] = folders;
await clear(waiting);
await write(waiting);
await Promise.all([take(inbox), write(inbox)]);
await Promise.all([prune(previews), write(previews)]);
await Promise.all([clear(cache), load(cache)]);
await Promise.all([build(site, '1'), build(site, '2')]);
console.log('done');
await fs.rm(folder, { recursive: true });
