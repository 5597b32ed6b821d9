import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { MapNotes } from '../../src/host/mapNotes.ts';
import { SourceMaps } from '../../src/host/sourceMaps.ts';
import { temporaryFolder } from './support.ts';

const MINUTE = 60_000;
const BUILT = 1_000_000_000_000;
const RAN = BUILT + 60 * MINUTE;

describe('MapNotes', function () {
  let folder: string;
  before(function () {
    folder = temporaryFolder(this);
  });
  beforeEach(() => {
    fs.rmSync(folder, { recursive: true });
    fs.mkdirSync(folder);
  });

  /** Writes a file as at a time. */
  const write = (name: string, text: string, atMs: number): string => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    fs.utimesSync(file, atMs / 1000, atMs / 1000);
    return file;
  };
  const mapTo = (content?: string): string =>
    JSON.stringify({
      version: 3,
      sources: ['../src/a.ts'],
      names: [],
      mappings: 'AAAA',
      ...(content === undefined ? {} : { sourcesContent: [content] }),
    });
  const notes = (files: readonly (readonly [file: string, map: string])[]): string[] => {
    const loaded = files.map(([file, map]) => ({ path: file, hash: '', map, ignores: [], process: 0 }));
    return new MapNotes(new SourceMaps(loaded, { cwd: folder }), folder, RAN).sentences();
  };

  it('says where the map that a file names is missing', () => {
    const built = write('dist/a.js', 'f();\n//# sourceMappingURL=a.js.map\n', BUILT);
    assert.deepEqual(notes([[built, '']]), ['The source map of dist/a.js is missing: its places are those of the built file.']);
    const more = ['b', 'c'].map((name) => write(`dist/${name}.js`, `f();\n//# sourceMappingURL=${name}.js.map`, BUILT));
    assert.match(notes([built, ...more].map((file) => [file, ''] as const))[0] ?? '', /dist\/a\.js is missing: .* So it is with 2 more\.$/);
  });

  it('is silent about files without a map, with one that is there, of libraries, and about inline ones', () => {
    write('dist/b.js.map', '{}', BUILT);
    const files = [
      write('dist/a.js', 'f();\n', BUILT),
      write('dist/b.js', 'f();\n//# sourceMappingURL=b.js.map\n', BUILT),
      write('dist/c.js', 'f();\n//# sourceMappingURL=data:application/json;base64,e30=\n', BUILT),
      write('dist/d.js', 'const text = "//# sourceMappingURL=gone.map";\nf();\n', BUILT),
      write('node_modules/a/a.js', 'f();\n//# sourceMappingURL=a.js.map\n', BUILT),
      path.join(folder, 'gone.js'),
    ];
    assert.deepEqual(notes(files.map((file) => [file, ''] as const)), []);
  });

  it('says where a source was changed after it was built', () => {
    const built = write('dist/a.js', 'f();\n', BUILT);
    write('src/a.ts', 'changed\n', BUILT + 10 * MINUTE);
    const said = ['src/a.ts was changed after it was built, so its places may be those of other lines: build it again.'];
    assert.deepEqual(notes([[built, mapTo('as built\n')]]), said);
    assert.deepEqual(notes([[built, mapTo()]]), said);
    assert.deepEqual(notes([[built, mapTo('changed\r\n')]]), []);
  });

  it('is silent where it is not known that other lines ran', () => {
    const built = write('dist/a.js', 'f();\n', BUILT);
    write('src/a.ts', 'changed\n', BUILT + 10);
    assert.deepEqual(notes([[built, mapTo()]]), [], 'both of one checkout');
    write('src/a.ts', 'changed\n', RAN + MINUTE);
    assert.deepEqual(notes([[built, mapTo('as built\n')]]), [], 'changed after the run');
    write('src/a.ts', 'changed\n', BUILT + 10 * MINUTE);
    write('dist/a.js', 'f();\n', RAN + MINUTE);
    assert.deepEqual(notes([[built, mapTo('as built\n')]]), [], 'built again after the run');
  });
});
