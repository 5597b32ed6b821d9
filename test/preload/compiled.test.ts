// V8's code cache for our own bundles: it never changes what runs, and a file that is torn, damaged or of another bundle is not given to V8.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadCompiled } from '../../src/preload/compiled.ts';

describe('loadCompiled', () => {
  let folder = '';
  let bundle = '';
  let cache = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'compiled-'));
    bundle = path.join(folder, 'bundle.js');
    cache = path.join(folder, 'cache');
    writeFileSync(bundle, '"use strict"; function add(a) { return a + 1; } return [add(given), __filename];');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the bundle, saves what was compiled, and tells whether that was necessary. */
  function run(directory = cache, work?: number): { result: unknown; written: boolean } {
    const before = files().map((file) => readFileSync(file));
    const { body, save } = loadCompiled(bundle, 'given, __filename', '/some/name.js', directory);
    const result = body(41, 'me');
    save(work);
    const after = files().map((file) => readFileSync(file));
    return { result, written: after.length !== before.length || after.some((data, i) => !data.equals(before[i] as Buffer)) };
  }

  function files(): string[] {
    try {
      return readdirSync(cache).map((name) => path.join(cache, name));
    } catch {
      return [];
    }
  }

  it('runs the same without a cache, with a new one and with a known one', () => {
    assert.deepEqual(run(''), { result: [42, 'me'], written: false });
    assert.deepEqual(run(), { result: [42, 'me'], written: true });
    assert.deepEqual(run(), { result: [42, 'me'], written: false });
    assert.equal(files().length, 1);
  });

  it('gives V8 nothing of a damaged file', () => {
    run();
    const [file] = files();
    assert.ok(file);
    const good = readFileSync(file);
    const half = good.length / 2;
    const damages = [Buffer.alloc(0), good.subarray(0, half), good.subarray(0, good.length - 3), Buffer.concat([good, Buffer.from('x')])];
    for (let at = 5; at < good.length; at += Math.ceil(good.length / 30)) {
      const flipped = Buffer.from(good);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      damages.push(flipped);
      const torn = Buffer.from(good);
      torn.fill(0, at);
      damages.push(torn);
    }
    for (const damage of damages) {
      writeFileSync(file, damage);
      const { result } = run();
      assert.deepEqual(result, [42, 'me']);
      const now = readFileSync(file);
      assert.ok(now.length > 0 && now.subarray(0, now.length / 2).equals(now.subarray(now.length / 2)));
    }
  });

  it('writes anew what was written after a quarter of the work, so that a small beginning is not kept for ever', () => {
    const written = [10, 39, 40, 159, 160, 160].map((work) => run(cache, work).written);
    assert.deepEqual(written, [true, false, true, false, true, false]);
    assert.equal(files().length, 1);
  });

  it('writes anew within one process, too', () => {
    const { body, save } = loadCompiled(bundle, 'given, __filename', '/some/name.js', cache);
    body(41, 'me');
    const sizes = [1, 3, 4].map((work) => {
      save(work);
      const [file] = files();
      return readFileSync(file as string).readUInt32LE(readFileSync(file as string).length - 4);
    });
    assert.deepEqual(sizes, [1, 1, 4]);
  });

  it('keeps bundles of other contents apart', () => {
    run();
    writeFileSync(bundle, 'return given + "another";');
    assert.equal(run().result, '41another');
    assert.equal(files().length, 2);
  });

  it('works where nothing can be written', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    assert.deepEqual(run(path.join(file, 'below')).result, [42, 'me']);
  });
});
