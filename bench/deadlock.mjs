// How long after a ring of waiting tasks has closed the line about it appears, while the program goes on.
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { inRoot } from '../scripts/lib/paths.mjs';
import { cleanEnv } from '../scripts/lib/steps.mjs';

const PROGRAM = inRoot('bench', 'programs', 'rings.js');
/** No line within this time: the sample has failed. */
const LIMIT_MS = 10_000;

/** Milliseconds from the closing of a ring of this kind to the line on stderr. */
export function deadlockLine(kind) {
  return async ({ node, folder }) => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const child = spawn(process.execPath, [inRoot('dist/cli.js'), 'run', '--out', 'run.ilv', '--', node, PROGRAM, kind], {
      cwd: folder,
      env: cleanEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    const saidNs = await new Promise((resolve) => {
      const limit = setTimeout(() => resolve(undefined), LIMIT_MS);
      let said = '';
      child.stderr.on('data', (chunk) => {
        const now = process.hrtime.bigint();
        said += chunk;
        if (!/ error: .*\[(deadlock|lock)\./.test(said)) return;
        clearTimeout(limit);
        resolve(now);
      });
    });
    child.kill('SIGTERM');
    await once(child, 'close');
    const closedNs = /closed (\d+)/.exec(output)?.[1];
    if (saidNs === undefined || closedNs === undefined) return { value: Number.NaN, failure: `no line within ${LIMIT_MS / 1000} s` };
    return { value: Number(saidNs - BigInt(closedNs)) / 1e6 };
  };
}
