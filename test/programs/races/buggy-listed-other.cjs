// expect: race.fs.toctou 27,25
'use strict';
// A desk clears a folder of old letters, and then writes its own there, which it moves to the tray; the size of each is asked, which fails where the letter is gone. Another desk clears away what is in the tray.
const { mkdtemp, readdir, rename, rm, stat, unlink, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');


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
    if ((await stat(path.join(tray, name))).size > 0) there++;
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
  await Promise.allSettled([
    post(folder, tray, 'hello'),
    count(tray),
    drop(path.join(tray, 'done.txt'), 25),
    drop(path.join(folder, 'letter.txt'), 60),
  ]);
  console.log((await readdir(tray)).join());
  await Promise.all([folder, tray].map((name) => rm(name, { recursive: true })));
}
main();
