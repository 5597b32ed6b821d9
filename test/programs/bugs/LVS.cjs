// expect: race.order.last-write 25,27
/**
 * LVS: live-server, https://github.com/tapio/live-server/issues/262, with chokidar.
 * Root cause: for every event of the file system the watcher looks what is there now, and then remembers or forgets the path. When a folder is
 * deleted and made again, the look that found nothing may come last: the folder exists and is forgotten, and its changes are not seen any more.
 * Fix: only the newest event of a path may decide.
 */
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

const watched = new Map();
const reports = [];
async function look(file) {
  reports.push(file);
  const found = await fs.stat(file).catch(() => undefined);
  // A folder that has gone is looked for a second time: editors replace files.
  if (found === undefined) await new Promise((resolve) => setTimeout(resolve, 400));
  return found;
}
async function changed(file) {
  const found = await look(file);
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
