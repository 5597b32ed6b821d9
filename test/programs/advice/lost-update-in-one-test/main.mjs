// expect: race.fs.lost-update diary.mjs:4
// As in lost-update-between-tests, but it is one test that does both at once.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { note, open } from './diary.mjs';

const file = join(mkdtempSync(join(tmpdir(), 'diary-')), 'diary.txt');

test('notes what was', async () => {
  const noted = note(file, 'rain');
  await open(file);
  await noted;
});
