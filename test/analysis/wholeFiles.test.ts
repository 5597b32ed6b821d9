/** Programs that read and write whole files, which Node 26 does in one step where others open, go on and close: the same is found on each. */
import path from 'node:path';
import { checkProgram } from '../support/programs.ts';

const PROGRAMS = [
  'buggy-counter-renamed.js',
  'safe-counter-in-turn.js',
  'buggy-read-beside-append.cjs',
  'safe-read-beside-append.cjs',
  'buggy-written-together.mjs',
  'safe-written-in-turn.mjs',
  'safe-written-again.mjs',
];

describe('whole files', () => {
  for (const name of PROGRAMS) {
    it(`are told of as on any Node: ${name}`, async () => {
      await checkProgram(path.resolve('test/programs/races', name));
    });
  }
});
