// expect: nothing
// One call after the other; a folder that may be there already; and a look and an act that nothing else comes between.
import fs from 'node:fs';
import { mkdir, readFile, unlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-'));
const shelf = path.join(home, 'shelf');
const note = path.join(home, 'note.txt');
fs.writeFileSync(note, 'milk');

async function open(name) {
  if (!fs.existsSync(shelf)) await mkdir(shelf, { recursive: true });
  return path.join(shelf, name);
}

async function show() {
  if (!fs.existsSync(note)) return '';
  return await readFile(note, 'utf8');
}

async function drop() {
  if (fs.existsSync(note)) await unlink(note);
}

function openNow(name) {
  const own = path.join(home, name);
  if (!fs.existsSync(own)) fs.mkdirSync(own);
  return own;
}

const opened = await Promise.allSettled([open('a'), open('b')]);
const shown = await Promise.all([show(), show()]);
await drop();
await drop();
openNow('c');
openNow('c');
console.log(opened.length, shown.length);
fs.rmSync(home, { recursive: true });
