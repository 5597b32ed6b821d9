// expect: handle.leak main.mjs:20
// Songs without a tag are left open: the function has its descriptor for itself, and returns before it closes it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const [open, read, close] = [fs.open, fs.read, fs.close].map((call) => promisify(call));

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'songs-'));
const songs = Array.from({ length: 6 }, (_, i) => path.join(folder, `${i}.mp3`));
songs.forEach((song, i) => fs.writeFileSync(song, `${i % 3 === 0 ? 'TAG' : '...'}${'-'.repeat(60)}`));

async function tagOf(song) {
  const stats = await fs.promises.stat(song);
  if (stats.size < 32) return null;

  const buffer = Buffer.alloc(3);
  // read from the end, where tags are
  const fd = await open(song, 'r');
  await read(fd, buffer, 0, 3, 0);
  if (buffer.toString() !== 'TAG') return null;
  await close(fd);
  return { song: path.basename(song), bytes: stats.size };
}

const tags = [];
for (const song of songs) tags.push(await tagOf(song));
console.log(tags.filter((tag) => tag !== null).length, 'of', tags.length);
fs.rmSync(folder, { recursive: true });
