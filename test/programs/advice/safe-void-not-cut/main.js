// expect: nothing
// The diary is put down first, and the program ends itself when that is done.
'use strict';
const fs = require('node:fs/promises');
const { EventEmitter } = require('node:events');
const os = require('node:os');
const path = require('node:path');

const diary = path.join(os.tmpdir(), `diary-${process.pid}`);
const pages = [];

async function putDown() {
  const text = pages.splice(0).join('\n');
  await fs.writeFile(diary, text);
}

const door = new EventEmitter();
door.on('shut', (done) => putDown().then(done, done));

async function leave() {
  await Promise.resolve();
  await new Promise((resolve) => door.emit('shut', resolve));
  await fs.rm(diary);
  process.exit(0);
}

pages.push('rain', 'sun');
leave();
