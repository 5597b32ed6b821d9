// expect: race.fs.lost-update@info diary.mjs:4; promise.floating@info main.mjs:13
// As in lost-update-between-tests, with a runner that is called tap (the module of that name is a function itself).
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as tap } from 'node:test';
import { note, open } from './diary.mjs';

const file = join(mkdtempSync(join(tmpdir(), 'diary-')), 'diary.txt');

tap('notes what was', async () => {
  await open(file);
  note(file, 'rain');
});

tap('begins with a title', async () => {
  await open(file);
});
