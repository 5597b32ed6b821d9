// One holder at a time across processes, so that two scripts started together do not install into the same folder.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cache } from './paths.mjs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** True when the file was taken; a file left behind by a process that is gone is removed and tried again. */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  let pid = 0;
  try {
    pid = Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  // An empty file belongs to somebody between creating and writing it: leave it alone.
  if (pid > 0 && !isAlive(pid)) rmSync(file, { force: true });
  return false;
}

/**
 * Runs `work` while no other process is inside `withLock` of the same name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const folder = path.join(cache, 'locks');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.pid`);
  while (!take(file)) await delay(200);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
