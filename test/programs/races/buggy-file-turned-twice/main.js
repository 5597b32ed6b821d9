// expect: race.fs.lost-update 12,23
'use strict';
// The picture is turned by two at a time: each reads it, and moves what it has made of it to its place.
const { mkdtemp, readFile, rename, rm, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

let dir;
let parts = 0;
async function store(file, text) {
  const part = `${file}.part${++parts}`;
  await writeFile(part, text); await rename(part, file);
}
async function load(name) {
  const file = path.join(dir, name);
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found !== null) return found;
  await store(file, `${name} `.repeat(20));
  return name;
}
async function turn(name) {
  const file = path.join(dir, name);
  const text = await readFile(file, 'utf8');
  await store(file, text.slice(1) + text[0]);
}
const run = (name, work) => new Promise((resolve, reject) => setTimeout(() => work(name).then(resolve, reject), 5));

async function main() {
  dir = await mkdtemp(path.join(os.tmpdir(), 'pictures-'));
  await run('cat', load);
  await run('cat', load);
  await Promise.all([run('cat', turn), run('cat', turn)]);
  await rm(dir, { recursive: true });
  console.log('done');
}

main();
