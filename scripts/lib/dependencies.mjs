// Installs npm dependencies exactly as a lockfile says, and only when they are not there yet.
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';
import { must, npmCommand, StepError } from './steps.mjs';

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The first package that is missing or of another version than the lockfile says; undefined when all is well. */
function findStale(folder) {
  const wanted = readJson(path.join(folder, 'package-lock.json'))?.packages;
  if (!wanted) throw new StepError(`${path.join(folder, 'package-lock.json')} is missing or not readable: restore it with git checkout.`);
  // npm keeps a copy of what it really installed here.
  const installed = readJson(path.join(folder, 'node_modules', '.package-lock.json'))?.packages ?? {};
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '' || entry.link) continue;
    const found = installed[name];
    if (!found && (entry.optional || entry.peer)) continue;
    if (found?.version !== entry.version) return name.replace(/^.*node_modules\//, '');
  }
  return undefined;
}

/**
 * Makes `node_modules` of a folder agree with its lockfile.
 * @param {string} folder
 * @param {{ scripts?: boolean }} [options] `scripts`: let packages run their install scripts (default no)
 * @returns {Promise<boolean>} whether anything had to be installed
 */
export async function ensureDependencies(folder, { scripts = false } = {}) {
  if (!findStale(folder)) return false;
  const name = path.relative(root, folder).replaceAll(path.sep, '-') || 'root';
  return withLock(`npm-${name}`, async () => {
    const stale = findStale(folder);
    if (!stale) return false;
    const modules = path.join(folder, 'node_modules');
    if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new StepError(`${modules} is a link and lacks ${stale} at the wanted version: run npm ci where it points to.`);
    }
    await must([...npmCommand(), 'ci', '--no-audit', '--no-fund', '--loglevel=error', ...(scripts ? [] : ['--ignore-scripts'])], {
      cwd: folder,
    });
    const missing = findStale(folder);
    if (missing) throw new StepError(`npm ci ended well in ${folder}, but ${missing} is not there at the wanted version.`);
    return true;
  });
}
