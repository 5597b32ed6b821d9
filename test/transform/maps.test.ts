// Source maps: every position of the output leads back, also through a map the source came with.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { transform } from '../../src/transform/transform';
import { instrumentSource, readCorpus, type Transformed } from './support';

function mapOf(code: string): TraceMap {
  const lines = code.trimEnd().split('\n');
  const match = /^\/\/# sourceMappingURL=data:application\/json;charset=utf-8;base64,(.+)$/.exec(lines.at(-1) ?? '');
  assert.ok(match?.[1], 'the last line is the map');
  return new TraceMap(Buffer.from(match[1], 'base64').toString());
}

/** Takes out what was inserted. */
function original(result: Transformed): string {
  let text = '';
  let at = 0;
  for (let i = 0; i < result.insertions.length; i += 2) {
    text += result.code.slice(at, result.insertions[i]);
    at = (result.insertions[i] ?? 0) + (result.insertions[i + 1] ?? 0);
  }
  return text + result.code.slice(at, result.code.lastIndexOf('\n//# sourceMappingURL='));
}

/** For each character that was not inserted: its offset in the output and in the source. */
function* keptOffsets(result: Transformed): Generator<[output: number, source: number]> {
  let inserted = 0;
  let next = 0;
  const end = result.code.lastIndexOf('\n//# sourceMappingURL=');
  for (let at = 0; at < end;) {
    if (result.insertions[next] === at) {
      at += result.insertions[next + 1] ?? 0;
      inserted += result.insertions[next + 1] ?? 0;
      next += 2;
    } else {
      yield [at, at - inserted];
      at++;
    }
  }
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)?.length ?? 0 };
}

const SAMPLE = `'use strict'
let total = 0, items = []
async function add(n) {
  const before = total; await fetch(n).then((r) => r.json())
  total = before + n; items.push(n); this.x.y++
}
module.exports = async () => Promise.all([1, 2].map(add))
`;

describe('maps', () => {
  it('gives back every kept character of the corpus and keeps the lines', () => {
    for (const program of readCorpus(readFileSync('test/transform/corpus.txt', 'utf8'))) {
      const result = instrumentSource(program.source, program.type);
      assert.equal(original(result), program.source, program.name);
      assert.equal(
        result.code.split(/\r\n|[\n\r\u2028\u2029]/).length,
        program.source.split(/\r\n|[\n\r\u2028\u2029]/).length + 2,
        program.name,
      );
    }
  });

  it('leads every position back to the loaded file', () => {
    const result = instrumentSource(SAMPLE, 'commonjs', 1, '/some dir/my#app.js');
    const map = mapOf(result.code);
    assert.deepEqual(map.sources, ['my%23app.js']);
    for (const [output, source] of keptOffsets(result)) {
      if (result.code[output] === '\n') continue;
      const { line, column } = position(result.code, output);
      const found = originalPositionFor(map, { line, column });
      const wanted = position(SAMPLE, source);
      assert.equal(found.line, wanted.line);
      assert.ok(found.column !== null && found.column <= wanted.column, `${line}:${column} -> ${found.column}, wanted ${wanted.column}`);
    }
  });

  it('is exact where something was inserted', () => {
    const result = instrumentSource(SAMPLE);
    const map = mapOf(result.code);
    for (const name of ['fetch(n)', 'total = before', 'r.json', '[1, 2]']) {
      const { line, column } = position(result.code, result.code.indexOf(name));
      const wanted = position(SAMPLE, SAMPLE.indexOf(name));
      const found = originalPositionFor(map, { line, column });
      assert.deepEqual({ line: found.line, column: found.column }, wanted, name);
    }
  });

  // What a compiler leaves: two lines of an author's file on other lines, with names.
  const author = 'interface A {}\nlet total: number = 0;\nexport async function add(n: number) {\n  total += await n;\n}\n';
  const compiled = '"use strict";\nlet total = 0;\nasync function add(n) {\n    total += await n;\n}\nexports.add = add;\n';
  const segments: SourceMapSegment[][] = [[], [[0, 0, 1, 0], [4, 0, 1, 4, 0], [9, 0, 1, 9], [12, 0, 1, 20]], [[0, 0, 2, 0], [15, 0, 2, 22, 1]], [[4, 0, 3, 2, 0], [9, 0, 3, 7], [13, 0, 3, 11], [19, 0, 3, 17]], [[0, 0, 4, 0]], []]; // prettier-ignore
  const incoming = {
    version: 3,
    file: 'app.js',
    sourceRoot: '',
    sources: ['../src/app.ts'],
    names: ['total', 'add'],
    mappings: encode(segments),
    sourcesContent: [author],
  };

  function checkComposed(result: Transformed): void {
    const map = mapOf(result.code);
    assert.deepEqual(map.sources, ['../src/app.ts']);
    assert.deepEqual(map.sourcesContent, [author]);
    const at = (text: string, shift = 0): unknown => {
      const { line, column } = position(result.code, result.code.indexOf(text) + shift);
      const found = originalPositionFor(map, { line, column });
      return [found.line, found.column, found.name];
    };
    assert.deepEqual(at('total = 0'), [2, 4, 'total']);
    assert.deepEqual(at('add(n) {'), [3, 22, 'add']);
    assert.deepEqual(at('total += '), [4, 2, 'total']);
    assert.deepEqual(at('total += ', 5), [4, 7, null]);
    assert.deepEqual(at('await'), [4, 11, null]);
    assert.deepEqual(at(',n)', 1), [4, 17, null]);
    const table = new TraceMap(result.table.map);
    assert.deepEqual(originalPositionFor(table, { line: 4, column: 13 }), { source: '../src/app.ts', line: 4, column: 11, name: null });
  }

  it('composes with an inline map and makes its comment inert', () => {
    const url = `data:application/json;base64,${Buffer.from(JSON.stringify(incoming)).toString('base64')}`;
    const result = instrumentSource(`${compiled}//# sourceMappingURL=${url}\n`);
    checkComposed(result);
    assert.equal(result.code.split('//# sourceMappingURL=').length, 2);
  });

  it('composes with an external map, resolved next to the map', () => {
    const asked: string[] = [];
    const external = JSON.stringify({ ...incoming, sources: ['../../src/app.ts'] });
    const readMap = (url: string): string => (asked.push(url), external);
    const result = transform(`${compiled}//# sourceMappingURL=maps/app.js.map`, {
      file: '/dist/app.js',
      type: 'commonjs',
      base: 1,
      readMap,
    });
    assert.ok(result.ok);
    assert.deepEqual(asked, ['maps/app.js.map']);
    checkComposed(result);
  });

  it('composes with a map in sections', () => {
    const sections = JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: incoming }] });
    const result = instrumentSource(`${compiled}//# sourceMappingURL=data:application/json,${encodeURIComponent(sections)}`);
    checkComposed(result);
  });

  it('does without a map that is broken or missing', () => {
    for (const url of [
      'data:application/json,{',
      'data:application/json;base64,AAAA',
      'gone.js.map',
      'data:application/json,{"version":2}',
    ]) {
      const result = instrumentSource(`f(1)\n//# sourceMappingURL=${url}\n`);
      assert.deepEqual(mapOf(result.code).sources, ['app.js'], url);
      assert.equal(result.table.map, '');
    }
  });

  it('takes no string for a map comment', () => {
    const result = instrumentSource('const s = `\n//# sourceMappingURL=x.js.map\n`; f(s)\n');
    assert.ok(result.code.includes('`\n//# sourceMappingURL=x.js.map\n`'));
  });
});
