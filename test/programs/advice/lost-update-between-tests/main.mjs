// expect: race.fs.lost-update@info diary.mjs:4; promise.floating@info main.mjs:13
// The first test leaves an entry behind that is still under way when the second one begins the diary anew: two diaries, which bear one name.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { note, open } from './diary.mjs';

const file = join(mkdtempSync(join(tmpdir(), 'diary-')), 'diary.txt');

test('notes what was', async () => {
  await open(file);
  note(file, 'rain');
});

test('begins with a title', async () => {
  await open(file);
});
