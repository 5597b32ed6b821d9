import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../src/host/config.ts';
import { temporaryFolder } from './support.ts';

describe('loadConfig', () => {
  it('finds the file in a parent folder and resolves roots against it', function () {
    const folder = temporaryFolder(this);
    const deep = path.join(folder, 'a', 'b');
    fs.mkdirSync(deep, { recursive: true });
    const ignore = [{ kind: 'race.*', site: 'src/**', reason: 'known', expires: '2030-01-01' }];
    fs.writeFileSync(
      path.join(folder, 'interleave.config.json'),
      JSON.stringify({ ignore, roots: ['src'], instrument: ['lib'], severity: { 'loop.blocked': 'off' } }),
    );
    assert.deepEqual(loadConfig(deep), {
      folder,
      ignore,
      roots: [path.join(folder, 'src')],
      instrument: ['lib'],
      locks: [],
      severity: { 'loop.blocked': 'off' },
    });
  });

  it('fills in what a lock leaves out, and finds its file', function () {
    const folder = temporaryFolder(this);
    const locks = [
      { module: './src/mutex.js', export: 'Mutex', acquire: 'lock', release: 'unlock' },
      { module: 'redis-semaphore', export: 'Semaphore', kind: 'semaphore', permits: 3, run: 'use', key: 0 },
    ];
    fs.writeFileSync(path.join(folder, 'interleave.config.json'), JSON.stringify({ locks }));
    const plain = { factory: false, key: -1, acquire: '', release: '', run: '' };
    assert.deepEqual(loadConfig(folder).locks, [
      { ...plain, ...locks[0], module: path.join(folder, 'src', 'mutex.js'), kind: 'mutex', permits: 1 },
      { ...plain, ...locks[1] },
    ]);
  });

  it('is empty where there is none', function () {
    const folder = temporaryFolder(this);
    assert.deepEqual(loadConfig(folder).ignore, []);
  });

  it('refuses what it does not understand, with one sentence', function () {
    const folder = temporaryFolder(this);
    const cases: readonly (readonly [text: string, sentence: RegExp])[] = [
      ['{', /is not valid: .*\.$/],
      ['[]', /must hold an object/],
      ['{"ignored":[]}', /"ignored" is not known \(ignore, locks, roots, instrument, severity\)/],
      ['{"ignore":{}}', /"ignore" must be a list/],
      ['{"ignore":[{"kind":"x"}]}', /needs a reason/],
      ['{"ignore":[{"reason":"x"}]}', /needs a kind or a fingerprint/],
      ['{"ignore":[{"kind":"x","reason":"y","line":3}]}', /"line" is not known in an entry/],
      ['{"ignore":[{"kind":"x","reason":"y","expires":"soon"}]}', /must be a day/],
      ['{"severity":{"loop.blocked":"fatal"}}', /severity of "loop\.blocked" must be one of/],
      ['{"locks":[{"acquire":"lock"}]}', /needs a module/],
      ['{"locks":[{"module":"x"}]}', /needs "acquire" or "run"/],
      ['{"locks":[{"module":"x","aquire":"lock"}]}', /"aquire" is not known in an entry of "locks"/],
      ['{"locks":[{"module":"x","acquire":"lock()"}]}', /must be the name of a method/],
      ['{"locks":[{"module":"x","run":"use","kind":"spin"}]}', /"kind" of the lock in x must be one of/],
      ['{"locks":[{"module":"x","run":"use","key":"id"}]}', /index of an argument/],
      ['{"roots":[1]}', /"roots" must hold strings/],
    ];
    for (const [text, sentence] of cases) {
      fs.writeFileSync(path.join(folder, 'interleave.config.json'), text);
      assert.throws(() => loadConfig(folder), sentence, text);
    }
  });
});
