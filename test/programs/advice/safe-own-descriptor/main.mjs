// expect: nothing
// Each descriptor is closed on every path; those that are kept are given to the archive, which closes them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const [open, read, close] = [fs.open, fs.read, fs.close].map((call) => promisify(call));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'songs-'));
const songs = Array.from({ length: 6 }, (_, i) => path.join(folder, `${i}.mp3`));
songs.forEach((song, i) => fs.writeFileSync(song, `${i % 3 === 0 ? 'TAG' : '...'}${'-'.repeat(60)}`));

async function tagOf(song) {
  const fd = await open(song, 'r');
  try {
    const buffer = Buffer.alloc(3);
    await read(fd, buffer, 0, 3, 0);
    return buffer.toString() === 'TAG' ? path.basename(song) : null;
  } finally {
    await close(fd);
  }
}

const archive = new Map();

async function keep(song) {
  const fd = await open(song, 'r');
  const buffer = Buffer.alloc(8);
  await read(fd, buffer, 0, 8, 0);
  archive.set(song, fd);
  return buffer.length;
}

const tags = [];
for (const song of songs) tags.push(await tagOf(song));
let bytes = 0;
for (const song of songs) bytes += await keep(song);
console.log(tags.filter((tag) => tag !== null).length, 'of', tags.length, bytes);
for (const fd of archive.values()) await close(fd);
fs.rmSync(folder, { recursive: true });
