// Real sources: everything that parses is transformed to something that parses, gives its text back, and keeps its lines. INTERLEAVE_DEEP=1 takes all files.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'acorn';
import { transform, writtenNames } from '../../src/transform/transform';

const LARGEST = 400_000;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (/\.[cm]?js$/.test(entry.name) && statSync(file).size < LARGEST) yield file;
  }
}

function typeOf(source: string): 'commonjs' | 'module' | undefined {
  for (const type of ['commonjs', 'module'] as const) {
    try {
      parse(source, { ecmaVersion: 'latest', sourceType: type });
      return type;
    } catch {
      // the other one, or neither: some packages have broken files on purpose
    }
  }
  return undefined;
}

describe('sources of installed packages', () => {
  it('survive', function () {
    this.timeout(300_000);
    const most = process.env['INTERLEAVE_DEEP'] ? Infinity : 150;
    const files = [...sources('node_modules')].toSorted();
    const step = Math.max(1, Math.floor(files.length / most));
    let done = 0;
    for (let i = 0; i < files.length; i += step) {
      const file = files[i] ?? '';
      const source = readFileSync(file, 'utf8');
      const type = typeOf(source);
      if (!type) continue;
      writtenNames.clear();
      const result = transform(source, { file, type, base: 1 });
      if (!result.ok) {
        assert.match(result.reason, /^the file (?:declares|writes) /, file);
        continue;
      }
      done++;
      assert.doesNotThrow(() => parse(result.code, { ecmaVersion: 'latest', sourceType: type }), file);
      let text = '';
      let at = 0;
      for (let k = 0; k < result.insertions.length; k += 2) {
        text += result.code.slice(at, result.insertions[k]);
        at = (result.insertions[k] ?? 0) + (result.insertions[k + 1] ?? 0);
      }
      assert.ok(text + result.code.slice(at, result.code.lastIndexOf('\n//# sourceMappingURL=')) === source, file);
    }
    assert.ok(done > 50, `${done} files`);
  });
});
