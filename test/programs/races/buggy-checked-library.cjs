// expect: race.fs.toctou 30
// What lists the folder is a library, whose caller waits for the names and is not ready for a folder that has gone.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'shelves-'));
const library = path.join(base, 'node_modules', 'walker');
fs.mkdirSync(library, { recursive: true });
fs.writeFileSync(
  path.join(library, 'index.js'),
  `const { readdir } = require('node:fs');
  module.exports = (folder) =>
    new Promise((resolve, reject) => {
      readdir(folder, (error, names) => (error ? reject(error) : resolve(names)));
    });`,
);
const walk = require(library);

const shelf = path.join(base, 'shelf');
fs.mkdirSync(shelf);
fs.writeFileSync(path.join(shelf, 'jar'), 'plums');

async function list(folder) {
  const stats = await fs.promises.stat(folder);
  if (!stats.isDirectory()) return;
  await delay(60);
  const names = await walk(folder);
  console.log(names.join(' '));
}


list(shelf).catch((error) => console.log(error.message.slice(0, 6)));
setTimeout(() => {
  fs.unlinkSync(path.join(shelf, 'jar'));
  fs.rmdirSync(shelf);
}, 30);
setTimeout(() => fs.rmSync(base, { recursive: true }), 150);
