// What a fresh clone lacks: dependencies and built bundles.
import { inRoot, root } from './paths.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { must, step } from './steps.mjs';

/** Folders with dependencies of their own. */
const EXAMPLES = ['examples/shop', 'examples/small', 'examples/lessons'];
const TESTS = ['test/programs', 'test/programs/loaders', 'test/programs/locks', 'test/programs/readers'];

/**
 * Installs what is missing for the project and its examples. Prints nothing when nothing is.
 * @param {{ tests?: boolean }} [options] `tests`: also the libraries that the programs of the tests use
 */
export async function setUpDependencies({ tests = false } = {}) {
  const started = performance.now();
  const installed = [];
  // The install scripts of the tools only check what has been unpacked: they need not run.
  if (await ensureDependencies(root)) installed.push('tools');
  for (const folder of [...EXAMPLES, ...(tests ? TESTS : [])]) {
    if (await ensureDependencies(inRoot(folder))) installed.push(folder);
  }
  if (installed.length > 0) console.log(`✓ npm ci: ${installed.join(', ')} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/** Builds the production bundles, and with `tests` the tests. */
export async function build({ tests = false } = {}) {
  const args = ['--production', ...(tests ? ['--tests'] : [])];
  await step('build', () => withLock('build', () => must([process.execPath, inRoot('esbuild.mjs'), ...args])));
}
