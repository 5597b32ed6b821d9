// npm run package: the extension as interleave-<version>.vsix, from what is built. `--out FILE` writes it there, however large it is.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makePackage } from './lib/package.mjs';
import { inRoot } from './lib/paths.mjs';

/** What one has to download to try it. */
const MOST_BYTES = 2_000_000;

const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
const target = out ?? inRoot(`${name}-${version}.vsix`);
const size = await makePackage(target);
if (out === undefined && size > MOST_BYTES) {
  console.error(`${target} has ${size} bytes, more than ${MOST_BYTES}: "npm run build" makes a production build`);
  process.exitCode = 1;
}
