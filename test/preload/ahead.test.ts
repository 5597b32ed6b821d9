/** What the preload looks at before it is loaded. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { lookAhead } from '../../src/preload/doors/ahead.ts';
import { temporaryFolder } from '../host/support.ts';

describe('files that are looked at before they are loaded', () => {
  function lookedAt(context: Mocha.Context, files: Readonly<Record<string, string>>, main: string): string[] {
    const folder = temporaryFolder(context);
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const found: string[] = [];
    const type = main.endsWith('.mjs') ? 'module' : 'commonjs';
    const note = (script: { readonly file: string; readonly source: string; readonly type: string }): void => {
      const short = path.relative(folder, script.file).replaceAll(path.sep, '/');
      assert.equal(script.source, files[short]);
      found.push(`${script.type} ${short}`);
    };
    lookAhead({ source: files[main] ?? '', file: path.join(folder, main), type }, note, new Set());
    return found;
  }

  it('are those that are imported by a relative path, and what they import, each once', function () {
    const files = {
      'main.mjs': `import './a.mjs';import b from "./lib/b.mjs"; export * from './a.mjs'; const c = await import('./lib/c.cjs'); import fs from 'node:fs'; import x from 'x';`,
      'a.mjs': `import { main } from './main.mjs'; import gone from './gone.mjs';`,
      'lib/b.mjs': `import d from '../d.mjs'; import data from './data.json' with { type: 'json' };`,
      'lib/c.cjs': `require('./b.mjs')`,
      'lib/data.json': '{}',
      'd.mjs': '',
      'unused.mjs': '',
    };
    const expected = ['module a.mjs', 'module lib/b.mjs', 'commonjs lib/c.cjs', 'module d.mjs'];
    assert.deepEqual(lookedAt(this, files, 'main.mjs'), expected);
  });
  it('have the ending, or the folder, that require would find', function () {
    const files = {
      'main.js': `const a = require('./a'), b = require("./b"), c = require ( './c/' ); require('./d.js'); require('./e'); require(name);\n  require('./lazy');`,
      'a.js': '',
      'b/index.js': '',
      'c/index.js': '',
      'd.js': '',
      'e.json': '{}',
      'lazy.js': '',
    };
    assert.deepEqual(lookedAt(this, files, 'main.js'), ['commonjs a.js', 'commonjs b/index.js', 'commonjs c/index.js', 'commonjs d.js']);
  });
  it('are no more than can be looked at in a moment', function () {
    const files: Record<string, string> = { 'main.js': Array.from({ length: 2000 }, (_, i) => `require('./f${i}')`).join(';') };
    for (let i = 0; i < 2000; i++) files[`f${i}.js`] = '';
    assert.ok(lookedAt(this, files, 'main.js').length <= 512);
  });
});
