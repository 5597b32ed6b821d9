// Runs the programs that it is given one after the other in one process: the next begins when nothing is left to do for the one before.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const programs = process.argv.slice(2);
const require = createRequire(import.meta.url);
let begun = 0;

process.on('beforeExit', () => {
  if (begun > programs.length) return;
  // So ends what the one before has printed (test/support/batches.ts).
  if (begun > 0) process.stdout.write('\u0001');
  const next = programs[begun++];
  if (next === undefined) return;
  // What it throws ends the process, as it would end its own.
  if (next.endsWith('.mjs')) void import(pathToFileURL(next).href);
  else setImmediate(require, next);
});
