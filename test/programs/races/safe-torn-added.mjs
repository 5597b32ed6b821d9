// expect: nothing
// A file is begun by one call and completed by another one beside its place; a log to which somebody adds while it is looked at again and again; and a file that may be missing.
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-added-'));
const turn = () => new Promise((resolve) => setTimeout(resolve, 100));

async function build(page) {
  await fs.writeFile(`${page}.part`, '<ul>');
  await turn();
  await fs.appendFile(`${page}.part`, '<li>one</li></ul>');
  await fs.rename(`${page}.part`, page);
}

const page = path.join(folder, 'page.html');
await fs.writeFile(page, '<ul></ul>');
const building = build(page);
console.log((await fs.readFile(page, 'utf8')).includes('</ul>'));
await building;

async function log(file) {
  await fs.writeFile(file, 'started\n');
  started();
  await turn();
  await turn();
  await fs.appendFile(file, 'done\n');
}

async function follow(file) {
  for (;;) {
    const text = await fs.readFile(file, 'utf8').catch(() => '');
    if (text.endsWith('done\n')) return;
    await turn();
  }
}

let started;
const isStarted = new Promise((resolve) => (started = resolve));
const file = path.join(folder, 'log.txt');
const logging = log(file);
await isStarted;
await follow(file);
await logging;

async function renew(at) {
  await fs.unlink(at);
  gone();
  await turn();
  await fs.writeFile(at, '{"version":2}');
}

async function load(at) {
  try {
    return await fs.readFile(at, 'utf8');
  } catch {
    return '{"version":0}';
  }
}

let gone;
const isGone = new Promise((resolve) => (gone = resolve));
const renewing = renew(page);
await isGone;
console.log(await load(page));
await renewing;
await fs.rm(folder, { recursive: true });
