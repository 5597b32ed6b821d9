// expect: race.fs.torn-read 22,15; race.fs.torn-read 22,34
// A file is begun by one call and completed by another one, or removed and written anew, and is read in between.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-added-'));
const turn = () => new Promise((resolve) => setTimeout(resolve, 300));

async function build(page) {
  await fs.writeFile(page, '<ul>');
  begun();
  await turn();
  // The reader had not been told to wait for this.
  await fs.appendFile(page, '<li>one</li></ul>');
}

let begun;
const isBegun = new Promise((resolve) => (begun = resolve));

async function show(file) {
  return fs.readFile(file, 'utf8');
}

const page = path.join(folder, 'page.html');
const building = build(page);
await isBegun;
console.log((await show(page)).includes('</ul>'));
await building;

async function renew(file) {
  await fs.unlink(file);
  gone();
  await turn();
  await fs.writeFile(file, '{"version":2}');
}

let gone;
const isGone = new Promise((resolve) => (gone = resolve));
const settings = path.join(folder, 'settings.json');
await fs.writeFile(settings, '{"version":1}');
const renewing = renew(settings);
await isGone;
await show(settings).catch((error) => console.log(error.code));
await renewing;
await fs.rm(folder, { recursive: true });
