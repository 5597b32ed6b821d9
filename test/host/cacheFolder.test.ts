// The user's cache: tidied up once a day, only files that our caches name so, the oldest first.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, tidyCache } from '../../src/host/cacheFolder.ts';
import { temporaryFolder } from './support.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('cache folder', () => {
  const now = Date.now();

  function write(folder: string, name: string, ageDays: number, size = 10): string {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, 'x'.repeat(size));
    const at = (now - ageDays * DAY_MS) / 1000;
    fs.utimesSync(file, at, at);
    return file;
  }

  it('is in the cache of the user', () => {
    const before = process.env['XDG_CACHE_HOME'];
    process.env['XDG_CACHE_HOME'] = path.resolve('/caches');
    try {
      assert.equal(cacheFolder(), path.resolve('/caches/interleave'));
      process.env['XDG_CACHE_HOME'] = '';
      assert.equal(cacheFolder(), '');
    } finally {
      if (before === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = before;
    }
  });

  it('loses what is older than a month, and nothing that is not a cache of ours', async function () {
    const folder = temporaryFolder(this);
    const old = [write(folder, 'ab/1.ilt', 31), write(folder, 'record-1.ilc', 40), write(folder, 'ab/2.ilt.77.tmp', 32)];
    const kept = [write(folder, 'ab/3.ilt', 29), write(folder, 'notes.txt', 400), write(folder, 'ab/readme.md', 400)];
    assert.equal(await tidyCache(folder, { now }), old.length);
    assert.deepEqual(old.filter(fs.existsSync), []);
    assert.deepEqual(kept.filter(fs.existsSync), kept);
  });

  it('keeps the newest when there is too much', async function () {
    const folder = temporaryFolder(this);
    const files = [3, 1, 2, 4].map((age) => write(folder, `${age}0/${age}.ilt`, age, 100));
    assert.equal(await tidyCache(folder, { now, maxBytes: 250 }), 2);
    assert.deepEqual(
      files.filter(fs.existsSync).map((f) => path.basename(f)),
      ['1.ilt', '2.ilt'],
    );
  });

  it('looks once a day', async function () {
    const folder = temporaryFolder(this);
    assert.equal(await tidyCache(folder, { now }), 0);
    write(folder, 'ab/1.ilt', 31);
    assert.equal(await tidyCache(folder, { now: now + DAY_MS - 1000 }), 0);
    assert.equal(await tidyCache(folder, { now: now + DAY_MS + 1000 }), 1);
  });

  it('does not mind a folder that is not there, or that cannot be written', async function () {
    const folder = temporaryFolder(this);
    assert.equal(await tidyCache(path.join(folder, 'none')), 0);
    assert.equal(fs.existsSync(path.join(folder, 'none')), false);
    assert.equal(await tidyCache(''), 0);
    const file = write(folder, 'file', 0);
    assert.equal(await tidyCache(file), 0);
  });
});
