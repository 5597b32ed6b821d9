/** The race rules on small real programs, each traced through the built bundles (test/programs/races/README.md). */
import fs from 'node:fs';
import path from 'node:path';
import { checkProgram } from '../support/programs.ts';

const FOLDER = path.resolve('test/programs/races');

describe('race rules on programs', () => {
  for (const name of fs.readdirSync(FOLDER).filter((f) => /\.m?js$/.test(f))) {
    it(name.startsWith('safe') ? `stays silent on ${name}` : `finds ${name}`, async () => {
      await checkProgram(path.join(FOLDER, name));
    });
  }
});
