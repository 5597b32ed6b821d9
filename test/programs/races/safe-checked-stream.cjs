// expect: nothing
// What lists the folder is the stream of a library: whoever is given it hears there that the folder has gone.
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
  `const { EventEmitter } = require('node:events');
  const { readdir } = require('node:fs');
  module.exports = (folder) => {
    const entries = new EventEmitter();
    readdir(folder, (error, names) => {
      if (error) return entries.emit('error', error);
      for (const name of names) entries.emit('data', name);
      entries.emit('end');
    });
    return entries;
  };`,
);
const walk = require(library);

const shelf = path.join(base, 'shelf');
fs.mkdirSync(shelf);
fs.writeFileSync(path.join(shelf, 'jar'), 'plums');

class Shelves {
  open = new Set();
  entriesOf(folder) {
    const entries = walk(folder);
    this.open.add(entries);
    entries.once('end', () => this.open.delete(entries));
    return entries;
  }
  async list(folder) {
    const stats = await fs.promises.stat(folder);
    if (!stats.isDirectory()) return;
    await delay(60);
    const found = this.entriesOf(folder);
    found.on('data', (name) => console.log(name));
    found.on('error', (error) => console.log(error.code));
  }
}

new Shelves().list(shelf);
setTimeout(() => {
  fs.unlinkSync(path.join(shelf, 'jar'));
  fs.rmdirSync(shelf);
}, 30);
setTimeout(() => fs.rmSync(base, { recursive: true }), 150);
