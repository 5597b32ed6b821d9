// expect: nothing
// never: promise.floating
// What the steps leave behind writes into the folders that the next ones list, but these lack nothing: the file is there, or goes again, or they are listed once more.
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const later = (file, text) => sleep(50).then(() => fs.writeFile(file, text));

function touch(file) {
  return sleep(6)
    .then(() => fs.writeFile(file, ''))
    .then(() => fs.unlink(file));
}

function noted(folder, names) {
  const log = path.join(folder, 'log.txt');
  return fs
    .writeFile(log, '')
    .then(() => {
      later(log, names.join());
      return names;
    })
    .then(() => fs.readdir(folder));
}

function marked(folder) {
  return sleep(1)
    .then(() => {
      touch(path.join(folder, 'lock'));
    })
    .then(() => fs.readdir(folder));
}

function untilThere(folder, name) {
  return fs.readdir(folder).then((names) => names.includes(name) || sleep(5).then(() => untilThere(folder, name)));
}

function stored(folder) {
  return sleep(1)
    .then(() => {
      later(path.join(folder, 'done.txt'), 'yes');
    })
    .then(() => untilThere(folder, 'done.txt'));
}

function returned(folder) {
  return sleep(1)
    .then(() => later(path.join(folder, 'all.txt'), 'all'))
    .then(() => fs.readdir(folder));
}

async function inFolder(work) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'listed-'));
  console.log(await work(folder));
  await sleep(60);
  await fs.rm(folder, { recursive: true });
}

inFolder((folder) => noted(folder, ['ann', 'bob']))
  .then(() => inFolder(marked))
  .then(() => inFolder(stored))
  .then(() => inFolder(returned));
