// expect: race.fs.lost-update 14
/**
 * summon: summon #524: files that are written "atomically" are torn, or their rename fails.
 * Root cause: every write of a file goes through the same temporary name.
 * Original fix: a temporary name of its own for each write.
 */
import { writeFile, rename, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

async function atomicWrite(file, text) {
  const temp = `${file}.tmp`;
  await writeFile(temp, text, { mode: 0o600 });
  await rename(temp, file);
}

const folder = await mkdtemp(path.join(tmpdir(), 'summon-'));
const statusFile = path.join(folder, 'status.json');

async function launch(project) {
  await new Promise((resolve) => setTimeout(resolve, project.length % 3));
  await atomicWrite(statusFile, JSON.stringify({ project, state: 'running', at: 1 }));
}

const results = await Promise.allSettled(['shop', 'blog', 'docs', 'api'].map(launch));
console.log(results.length);
await rm(folder, { recursive: true });
