// `npm start`: from a fresh clone, sets up what is missing, traces the example shop. The command line prints what it found, the
// figures of the run, and where the trace is.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { unsupportedNode } from './lib/nodes.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { build, setUpDependencies } from './lib/setup.mjs';
import { StepError } from './lib/steps.mjs';

const REPORT = path.join('.interleave', 'shop.json');
const TRACE = path.join('.interleave', 'shop.ilv');
const PROGRAM = path.join('examples', 'shop', 'main.js');

/** Runs the built command line in the foreground, so that the shop's words and Ctrl-C reach the terminal as they are. */
function trace() {
  const args = [inRoot('dist/cli.js'), 'run', '--json', REPORT, '--out', TRACE, '--', 'node', PROGRAM];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    // The terminal sends it to the whole group; the command line ends the shop and still writes its report.
    process.on('SIGINT', () => {});
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  });
}

async function main() {
  const old = unsupportedNode();
  if (old) throw new StepError(old);
  await setUpDependencies();
  await build();
  mkdirSync(inRoot('.interleave'), { recursive: true });
  for (const file of [REPORT, TRACE]) rmSync(inRoot(file), { force: true });
  console.log(`\n$ npx interleave run --json ${REPORT} --out ${TRACE} -- node ${PROGRAM}\n`);
  const status = await trace();
  if (!existsSync(inRoot(REPORT))) throw new StepError(`the trace of ${PROGRAM} ended with ${status} and left no report`);
  console.log(`\nThe same findings as JSON: ${REPORT}. See the trace as a timeline beside the code: npm run vscode`);
  process.exitCode = typeof status === 'number' ? status : 1;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StepError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
