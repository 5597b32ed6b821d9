// expect: race.fs.toctou 14,14 ; race.fs.toctou 20,19,24
// Looks and acts in one step; but what is begun there takes effect later, and two calls have both looked by then. And what another call is just removing is found, and then gone.
import fs from 'node:fs';
import { mkdir, readFile, unlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-'));
const shelf = path.join(home, 'shelf');
const note = path.join(home, 'note.txt');
fs.writeFileSync(note, 'milk');

async function open(name) {
  if (!fs.existsSync(shelf)) await mkdir(shelf);
  return path.join(shelf, name);
}

async function show() {
  if (!fs.existsSync(note)) return '';
  return await readFile(note, 'utf8');
}

async function drop() {
  await unlink(note);
}

const opened = await Promise.allSettled([open('a'), open('b')]);
const shown = await Promise.allSettled([show(), drop()]);
console.log(opened.length, shown.length);
fs.rmSync(home, { recursive: true });
