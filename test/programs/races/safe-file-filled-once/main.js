// expect: nothing
'use strict';
// The picture is made where there is none, by a helper that moves it to its place; turning it, one after the other, begins with one that is there.
const { mkdtemp, readFile, rename, rm, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

let dir;
const turning = new Map();
const making = new Map();

async function store(file, text) {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
async function load(name) {
  const file = path.join(dir, name);
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found !== null) return found;
  const text = `${name} `.repeat(20);
  await store(file, text);
  return text;
}
function get(name) {
  let made = making.get(name);
  if (!made) {
    made = load(name).finally(() => making.delete(name));
    making.set(name, made);
  }
  return made;
}
async function turn(name) {
  const file = path.join(dir, name);
  const text = await readFile(file, 'utf8');
  await store(file, text.slice(1) + text[0]);
}
function rotate(name) {
  const next = (turning.get(name) ?? Promise.resolve()).then(() => turn(name));
  turning.set(
    name,
    next.catch(() => {}),
  );
  return next;
}
const run = (name, work) => new Promise((resolve, reject) => setTimeout(() => work(name).then(resolve, reject), 5));

async function main() {
  dir = await mkdtemp(path.join(os.tmpdir(), 'pictures-'));
  await Promise.all([run('cat', get), run('cat', get), run('dog', get)]);
  await Promise.all([run('cat', get), run('dog', get)]);
  await Promise.all([run('cat', rotate), run('cat', rotate), run('dog', get)]);
  await rm(dir, { recursive: true });
  console.log('done');
}

main();
