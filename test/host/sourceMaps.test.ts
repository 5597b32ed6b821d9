import assert from 'node:assert/strict';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { SourceMaps, toUrl } from '../../src/host/sourceMaps.ts';
import type { SourceFile } from '../../src/model/trace.ts';
import { digestText } from '../../src/transform/digest.ts';

const root = path.resolve('/app');

function maps(file: Partial<SourceFile>, present: readonly string[]): SourceMaps {
  const files: SourceFile[] = [{ path: path.join(root, 'dist/a.js'), hash: '', map: '', ignores: [], process: 0, ...file }];
  return new SourceMaps(files, { cwd: root, exists: (name) => present.includes(name) });
}

/** A map whose only segment takes line 1, column 0 to line 3, column 4 of source 0. */
function mapTo(source: string | null, sourceRoot?: string): string {
  return JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAEI', ...(sourceRoot !== undefined && { sourceRoot }) });
}

const inSource = { line: 3, column: 5 };

describe('SourceMaps.locate', () => {
  it('answers with the loaded place, 1-based, when there is no map', () => {
    assert.deepEqual(maps({}, []).locate(0, 7, 0), { file: path.join(root, 'dist/a.js'), line: 7, column: 1 });
    assert.deepEqual(maps({ path: toUrl(path.join(root, 'ä b.mjs')) }, []).locate(0, 1, 2), {
      file: path.join(root, 'ä b.mjs'),
      line: 1,
      column: 3,
    });
  });

  it('resolves sources against the file, sourceRoot, URLs and bundlers', () => {
    const cases: readonly (readonly [source: string, sourceRoot: string | undefined, author: string])[] = [
      ['../src/a.ts', undefined, 'src/a.ts'],
      ['a.ts', '../src', 'src/a.ts'],
      ['a.ts', toUrl(path.join(root, 'src/')), 'src/a.ts'],
      [toUrl(path.join(root, 'src/a b.ts')), undefined, 'src/a b.ts'],
      [path.join(root, 'src/a.ts'), '/ignored', 'src/a.ts'],
      ['webpack:///./src/a.ts', undefined, 'src/a.ts'],
      ['webpack://shop/./src/a.ts?5f3a', undefined, 'src/a.ts'],
      ['webpack://shop/src/a.ts', undefined, 'src/a.ts'],
      ['webpack:///src/a.ts', undefined, 'src/a.ts'],
      ['../src/a%20b.ts', undefined, 'src/a b.ts'],
    ];
    for (const [source, sourceRoot, author] of cases) {
      const file = path.join(root, author);
      assert.deepEqual(maps({ map: mapTo(source, sourceRoot) }, [file]).locate(0, 1, 0), { file, ...inSource }, source);
    }
  });

  it('stays in the loaded file when the source is not on this disk, or the map is none', () => {
    const loaded = { file: path.join(root, 'dist/a.js'), line: 1, column: 1 };
    for (const map of [
      mapTo('../src/gone.ts'),
      mapTo('https://example.com/a.ts'),
      mapTo(null),
      '{',
      '{"version":3}',
      '[]',
      '"x"',
      '{"version":3,"sources":["a"],"names":[],"mappings":"!!!"}',
    ]) {
      assert.deepEqual(maps({ map }, [loaded.file]).locate(0, 1, 0), loaded, map);
    }
    assert.deepEqual(maps({ map: mapTo('../src/a.ts') }, [path.join(root, 'src/a.ts')]).locate(0, 0, 0), { ...loaded, line: 0 });
  });

  it('names the source of a trace from elsewhere, where neither file is on this disk', () => {
    const file = path.join(root, 'src/a.ts');
    assert.deepEqual(maps({ map: mapTo('../src/a.ts') }, []).locate(0, 1, 0), { file, ...inSource });
    const library = path.join(root, 'node_modules/lib/a.js');
    assert.deepEqual(maps({ path: library, map: mapTo('src/a.ts') }, []).locate(0, 1, 0), { file: library, line: 1, column: 1 });
    const none = { file: path.join(root, 'dist/a.js'), line: 1, column: 1 };
    assert.deepEqual(maps({ map: mapTo('https://example.com/a.ts') }, []).locate(0, 1, 0), none);
  });

  it('takes the next mapping of the line when there is none before', () => {
    const map = JSON.stringify({ version: 3, sources: ['../src/a.ts'], names: [], mappings: 'IAEI' });
    assert.deepEqual(maps({ map }, [path.join(root, 'src/a.ts')]).locate(0, 1, 0), { file: path.join(root, 'src/a.ts'), ...inSource });
  });

  it('follows a map of a real compiler', () => {
    const source = [
      'interface A {',
      '  b: number;',
      '}',
      'export async function f(a: A): Promise<void> {',
      '  await Promise.resolve(a.b);',
      '}',
    ].join('\n');
    const { code, map } = transformSync(source, { loader: 'ts', sourcemap: true, sourcefile: '../src/a.ts' });
    const line = code.split('\n').findIndex((text) => text.includes('Promise.resolve'));
    const column = code.split('\n')[line]?.indexOf('Promise.resolve') ?? 0;
    const at = maps({ map }, [path.join(root, 'src/a.ts')]).locate(0, line + 1, column);
    assert.equal(at.line, 5);
    assert.equal(source.split('\n')[4]?.slice(at.column - 1, at.column + 6), 'Promise');
  });

  it('answers for a file that is not there', () => {
    assert.deepEqual(maps({}, []).locate(5, 2, 3), { file: '', line: 2, column: 4 });
  });
});

describe('SourceMaps.digestOf', () => {
  it('is that of what ran: of the loaded file, or of the source that its map holds', () => {
    const text = 'let a = 1;\n';
    const digest = digestText(text);
    assert.equal(maps({ hash: digest }, []).digestOf(path.join(root, 'dist/a.js')), digest);
    const file = path.join(root, 'src/a.ts');
    const map = JSON.stringify({
      version: 3,
      sources: ['gone.ts', '../src/a.ts'],
      sourcesContent: ['', text],
      names: [],
      mappings: 'AAEI',
    });
    assert.equal(maps({ hash: '0', map }, [file]).digestOf(file), digest);
    assert.equal(maps({ hash: '0', map: mapTo('../src/a.ts') }, [file]).digestOf(file), '');
    assert.equal(maps({ hash: '0' }, []).digestOf(path.join(root, 'other.js')), '');
  });
});

describe('SourceMaps.locateFrame', () => {
  const file = path.join(root, 'src/a.ts');
  const mapped = maps({ map: mapTo('../src/a.ts') }, [file]);
  const loaded = path.join(root, 'dist/a.js');

  it('reads frames of stacks and samples, through the map', () => {
    const frames: readonly (readonly [frame: string, fn: string])[] = [
      [`at save (${loaded}:1:1)`, 'save'],
      [`    at async Store.save (${toUrl(loaded)}:1:1)`, 'Store.save'],
      [`at new Store (${loaded}:1:1)`, 'Store'],
      [`at ${loaded}:1:1`, ''],
      [`save ${loaded}:1:1`, 'save'],
      [`at Object.<anonymous> (${loaded}:1:1)`, ''],
      [`${loaded}:1:1`, ''],
    ];
    for (const [frame, fn] of frames) assert.deepEqual(mapped.locateFrame(frame), { file, ...inSource, function: fn }, frame);
  });

  it('leaves out Node, packages and what is no frame', () => {
    for (const frame of [
      'at node:internal/timers:1:2',
      'at f (node:fs:1:2)',
      `at f (${path.join(root, 'node_modules/x/i.js')}:1:2)`,
      'at f (<anonymous>)',
      'Error: nothing',
      '',
    ]) {
      assert.equal(mapped.locateFrame(frame), undefined, frame);
    }
  });

  it('leaves out our own frames', () => {
    const own = new SourceMaps([], { cwd: root, ownFolder: path.join(root, 'dist') });
    assert.equal(own.locateFrame(`at emit (${loaded}:1:1)`), undefined);
    assert.notEqual(own.locateFrame(`at emit (${file}:1:1)`), undefined);
  });

  it('leaves lines of printed stacks alone where the file was compiled in its place', () => {
    const inPlace = maps({ map: mapTo('a.js') }, [loaded]);
    assert.deepEqual(inPlace.locateFrame(`at f (${loaded}:1:1)`), { file: loaded, ...inSource, function: 'f' });
    assert.deepEqual(inPlace.locateFrame(`at f (${loaded}:1:1)`, true), { file: loaded, line: 1, column: 1, function: 'f' });
    assert.deepEqual(mapped.locateFrame(`at f (${loaded}:1:1)`, true), { file, ...inSource, function: 'f' });
  });

  it('answers as it is for a file that was not transformed', () => {
    const other = path.join(root, 'src/other.js');
    assert.deepEqual(mapped.locateFrame(`at g (${other}:4:2)`), { file: other, line: 4, column: 2, function: 'g' });
  });
});
