// The disk cache: a warm result equals a cold one at any base, and anything wrong with an entry is a miss.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setSurroundings, transform, transformCached, writtenNames, type TransformOptions } from '../../src/transform/transform';
import { readCorpus } from './support';
import { wholeFiles } from '../../src/preload/wholeFiles';

const SOURCE = 'let n = 0; class A { async f(o) { const v = n; this.x = o.total; await g(); n = v + 1 } }\n';

describe('transformCached', () => {
  let directory = '';
  before(() => setSurroundings({ files: wholeFiles }));
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'transform-'));
    writtenNames.clear();
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const entries = (): string[] =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((f) => f.endsWith('.ilt'))
      .map((f) => path.join(directory, f));

  function plain(result: ReturnType<typeof transform>): unknown {
    return result.ok ? { code: result.code, table: result.table, insertions: [...result.insertions], count: result.count } : result;
  }

  it('gives cold and warm the same, at every base', () => {
    for (const program of readCorpus(readFileSync('test/transform/corpus.txt', 'utf8'))) {
      for (const base of [1, 98_765, 1_234_567]) {
        const options: TransformOptions = { file: '/a/b.js', type: program.type, base };
        writtenNames.clear();
        const direct = transform(program.source, options);
        writtenNames.clear();
        assert.deepEqual(plain(transformCached(program.source, options, directory)), plain(direct), program.name);
      }
    }
    assert.ok(entries().length > 150);
  });

  it('serves files of other names from one entry', () => {
    transformCached(SOURCE, { file: '/a/one.js', type: 'commonjs', base: 1 }, directory);
    writtenNames.clear();
    const other: TransformOptions = { file: '/b/two.js', type: 'commonjs', base: 9 };
    const warm = transformCached(SOURCE, other, directory);
    assert.equal(entries().length, 1);
    writtenNames.clear();
    assert.deepEqual(plain(warm), plain(transform(SOURCE, other)));
  });

  it('keeps types and extensions apart', () => {
    transformCached(SOURCE, { file: '/a/one.js', type: 'commonjs', base: 1 }, directory);
    transformCached(SOURCE, { file: '/a/one.mjs', type: 'module', base: 1 }, directory);
    transformCached(SOURCE, { file: 'file:///a/one.js?x=1', type: 'module', base: 1 }, directory);
    assert.equal(entries().length, 3);
  });

  it('looks at the external map too', () => {
    const source = `${SOURCE}//# sourceMappingURL=one.js.map\n`;
    const map = (name: string) => () => JSON.stringify({ version: 3, sources: [name], names: [], mappings: 'AAAA' });
    const options = { file: '/a/one.js', type: 'commonjs', base: 1 } as const;
    transformCached(source, { ...options, readMap: map('a.ts') }, directory);
    const second = transformCached(source, { ...options, readMap: map('b.ts') }, directory);
    assert.ok(second.ok && second.table.map.includes('b.ts'));
    assert.equal(entries().length, 2);
  });

  it('publishes the names a file writes, cold and warm', () => {
    const options: TransformOptions = { file: '/a.js', type: 'commonjs', base: 1 };
    for (let i = 0; i < 2; i++) {
      writtenNames.clear();
      transformCached('async function f(o) { await 0; o.total = 1 }', options, directory);
      assert.ok(writtenNames.has('total'));
    }
  });

  it('misses when other files have made a probe worthwhile', () => {
    const options: TransformOptions = { file: '/a.js', type: 'commonjs', base: 1 };
    const probes = (): number => {
      const result = transformCached(SOURCE, options, directory);
      assert.ok(result.ok);
      return result.code.split('$il.p(').length - 1;
    };
    assert.equal(probes(), 0);
    writtenNames.add('total');
    assert.equal(probes(), 1);
    writtenNames.delete('total');
    assert.equal(probes(), 1);
  });

  it('writes entries for their owner only, and no other file', () => {
    transformCached(SOURCE, { file: '/a.js', type: 'commonjs', base: 1 }, directory);
    const [entry] = entries();
    assert.ok(entry);
    if (process.platform !== 'win32') assert.equal(statSync(entry).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(path.dirname(entry)), [path.basename(entry)]);
  });

  it('takes every damaged entry for a miss', () => {
    const options: TransformOptions = { file: '/a.js', type: 'commonjs', base: 7 };
    const good = plain(transformCached(SOURCE, options, directory));
    const [entry] = entries();
    assert.ok(entry);
    const bytes = readFileSync(entry);
    const damages = [
      Buffer.alloc(0),
      bytes.subarray(0, 20),
      bytes.subarray(0, bytes.length - 1),
      Buffer.concat([bytes, Buffer.from('x')]),
      Buffer.from('nonsense'),
    ];
    for (let i = 0; i < 40; i++) {
      const copy = Buffer.from(bytes);
      const at = Math.floor((i * copy.length) / 40);
      copy[at] = (copy[at] ?? 0) ^ 0x41;
      damages.push(copy);
    }
    for (const damage of damages) {
      writeFileSync(entry, damage);
      writtenNames.clear();
      assert.deepEqual(plain(transformCached(SOURCE, options, directory)), good);
      assert.deepEqual(readFileSync(entry), bytes);
    }
  });

  it('works without a usable directory', () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    assert.ok(transformCached(SOURCE, { file: '/a.js', type: 'commonjs', base: 1 }, path.join(file, 'below')).ok);
  });

  it('gives a reason and no entry for what it cannot parse', () => {
    for (const source of ['let let = 1', 'await 1', 'class {', '\0']) {
      const result = transformCached(source, { file: '/a.js', type: 'commonjs', base: 1 }, directory);
      assert.ok(!result.ok && result.reason.length > 0);
    }
    assert.deepEqual(entries(), []);
  });
});

describe('transform', () => {
  it('leaves files alone that declare Symbol or globalThis', () => {
    for (const source of ['const Symbol = 1', 'function globalThis() {}', 'Symbol = 1']) {
      assert.equal(transform(source, { file: 'a.js', type: 'commonjs', base: 1 }).ok, false);
    }
    // An ES module finds the recorder without them.
    assert.equal(transform('import { Symbol } from "x"', { file: 'a.js', type: 'module', base: 1 }).ok, true);
  });

  it('gives a reason when the numbers run out', () => {
    assert.equal(transform(SOURCE, { file: 'a.js', type: 'commonjs', base: 9_999_999 }).ok, false);
  });

  it('survives deep nesting', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['[', ']'],
      ['f(', ')'],
      ['{', '}'],
      ['!', ''],
    ] as const) {
      const source = open.repeat(20_000) + (open === '{' ? '' : '1') + close.repeat(20_000);
      const result = transform(source, { file: 'a.js', type: 'commonjs', base: 1 });
      assert.ok(result.ok || result.reason.length > 0);
    }
  });
});
