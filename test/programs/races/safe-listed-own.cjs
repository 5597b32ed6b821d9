// expect: nothing
'use strict';
// A desk clears a folder of old letters, and then writes its own there, which it moves to the tray; whether a place of the tray is taken is asked by a callback. Another desk clears away what is in the tray.
const fs = require('node:fs');
const { mkdtemp, readdir, rename, rm, unlink, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

function isThere(file) {
  return new Promise((resolve) => fs.access(file, fs.constants.F_OK, (error) => resolve(!error)));
}

async function clear(folder) {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.txt')) await rm(path.join(folder, name), { force: true, recursive: true });
  }
}

async function post(folder, tray, text) {
  await clear(folder);
  const letter = path.join(folder, 'letter.txt');
  await writeFile(letter, text);
  await new Promise((resolve) => setTimeout(resolve, 4));
  await rename(letter, path.join(tray, `${text}.txt`));
}

async function count(tray) {
  let there = 0;
  for (const name of await readdir(tray)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (await isThere(path.join(tray, name))) there++;
  }
  return there;
}

async function drop(file, after) {
  await new Promise((resolve) => setTimeout(resolve, after));
  await unlink(file).catch(() => {});
}

async function main() {
  const [folder, tray] = await Promise.all(['folder', 'tray'].map((name) => mkdtemp(path.join(os.tmpdir(), `il-${name}-`))));
  await writeFile(path.join(folder, 'letter.txt'), 'old');
  await writeFile(path.join(tray, 'done.txt'), 'done');
  await Promise.all([
    post(folder, tray, 'hello'),
    count(tray),
    drop(path.join(tray, 'done.txt'), 25),
    drop(path.join(folder, 'letter.txt'), 60),
  ]);
  console.log((await readdir(tray)).join());
  await Promise.all([folder, tray].map((name) => rm(name, { recursive: true })));
}
main();
