// expect: race.fs.toctou 14,19,22
// A folder is removed when its last file has gone, while another task has made it, too, and waits for what it will put there.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { once, EventEmitter } from 'node:events';

const root = await fs.mkdtemp(path.join(os.tmpdir(), 'il-folder-'));
const removed = new EventEmitter();

async function store(name, body) {
  const file = path.join(root, name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, await body);
}

async function remove(name) {
  const file = path.join(root, name);
  await fs.unlink(file);
  const folder = path.dirname(file);
  const left = await fs.readdir(folder);
  if (left.length === 0) await fs.rmdir(folder);
  removed.emit('removed');
}

await store('ada/old.txt', 'old');
const body = once(removed, 'removed').then(() => 'new');
const stored = store('ada/new.txt', body).catch((failure) => console.log(failure.code));
await new Promise((resolve) => setTimeout(resolve, 150));
await remove('ada/old.txt');
await stored;
await fs.rm(root, { recursive: true });
