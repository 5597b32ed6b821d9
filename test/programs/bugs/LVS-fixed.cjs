// expect: nothing
/** The repaired twin of LVS.cjs: an event that is not the newest of its path decides nothing. */
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const watched = new Map();
const newest = new Map();
const reports = [];
async function look(file) {
  reports.push(file);
  const found = await fs.stat(file).catch(() => undefined);
  if (found === undefined) await new Promise((resolve) => setTimeout(resolve, 400));
  return found;
}
async function changed(file) {
  const event = {};
  newest.set(file, event);
  const found = await look(file);
  if (newest.get(file) !== event) return;
  if (found === undefined) {
    watched.delete(file);
  } else {
    watched.set(file, found.ino);
  }
}

async function main() {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'lvs-'));
  const site = path.join(root, 'site');
  await fs.mkdir(site);
  await changed(site);
  await fs.rmdir(site);
  const first = changed(site);
  await new Promise((resolve) => setTimeout(resolve, 15));
  await fs.mkdir(site);
  const second = changed(site);
  await Promise.all([first, second]);
  if (!watched.has(site)) reports.push('forgotten');
  console.log(reports.length > 2 ? 'looked' : 'idle');
  await fs.rm(root, { recursive: true });
}
main();
