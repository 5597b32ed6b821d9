// expect: nothing
// The second test begins when the first one has got all that was read, through a buffer that nobody waits at: what it removes is not needed any more.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

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

test('all notes are read', (t, done) => {
  readAll();
  take((text) => {
    assert.equal(text, 'one');
    done();
  });
});

test('a note is removed', () => {
  fs.rmSync(file);
  assert.ok(!fs.existsSync(file));
});
