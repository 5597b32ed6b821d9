// expect: promise.floating main.js:14
// The diary is kept for a while and put down by nobody waiting; the program ends itself in that very step.
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
door.on('shut', () => void putDown().catch((error) => console.error(error)));

async function leave() {
  await Promise.resolve();
  door.emit('shut');
  process.exit(0);
}

pages.push('rain', 'sun');
leave();
