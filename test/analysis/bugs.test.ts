/** Published concurrency bugs of Node programs, ported as small programs, each found in one plain run; their repaired twins stay silent (test/programs/bugs/README.md). */
import fs from 'node:fs';
import path from 'node:path';
import { checkProgram } from '../support/programs.ts';

const FOLDER = path.resolve('test/programs/bugs');

describe('published bugs', () => {
  for (const name of fs.readdirSync(FOLDER).filter((f) => /\.[cm]js$/.test(f))) {
    it(name.includes('-fixed') ? `stays silent on ${name}` : `finds ${name}`, async () => {
      await checkProgram(path.join(FOLDER, name));
    });
  }
});
