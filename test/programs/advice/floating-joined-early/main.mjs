// expect: promise.floating main.mjs:22
// A copy joins the list of copies only when its folder is there, and whoever waits for the list comes while it is still empty.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const copies = [];

async function copy(from, to) {
  await fs.mkdir(path.dirname(to), { recursive: true });
  const copied = fs.copyFile(from, to);
  copies.push(copied);
  return copied;
}

async function nameOf(i) {
  return `part-${i}`;
}

async function spread(from, folder) {
  const names = [await nameOf(1), await nameOf(2)];
  for (const name of names) copy(from, path.join(folder, name, 'copy'));
  await Promise.all(copies);
  return names;
}

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'joined-'));
const names = await spread(import.meta.filename ?? process.argv[1], folder);
console.log(names.length);
await new Promise((resolve) => setTimeout(resolve, 50));
await fs.rm(folder, { recursive: true });
