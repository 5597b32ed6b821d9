// expect: race.fs.toctou? buggy-tests-buffered.mjs:18
// The first test does not wait for what is read: the second one removes what may still be needed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'notes-'));
const file = path.join(folder, 'first.txt');
fs.writeFileSync(file, 'one');

const buffer = [];

async function readAll() {
  for (const name of await fs.promises.readdir(folder)) {
    buffer.push(await fs.promises.readFile(path.join(folder, name), 'utf8'));
  }
}

/** Looks every 5 ms whether there is something. */
function take(done) {
  const text = buffer.shift();
  if (text === undefined) setTimeout(take, 5, done);
  else done(text);
}

test('all notes are read', () => {
  readAll();
  take((text) => {
    assert.equal(text, 'one');
    console.log(text);
  });
});

test('a note is removed', async () => {
  await delay(300);
  fs.rmSync(file);
  assert.ok(!fs.existsSync(file));
});
