import assert from 'node:assert/strict';
import { keepEnd, lastWords } from '../../src/extension/launch/lastWords.ts';

describe('lastWords', () => {
  it('are the lines that say something', () => {
    const crash = [
      'Debugger attached.',
      '/app/main.js:1',
      "throw new Error('boom')",
      '^',
      '',
      'Error: \u001b[31mboom\u001b[39m',
      '    at Object.<anonymous> (/app/main.js:1:7)',
      '    at Module._compile (node:internal/modules/cjs/loader:1554:14) {',
      '}',
      '',
      'Node.js v22.14.0',
      '',
    ].join('\n');
    assert.equal(lastWords(crash), "/app/main.js:1 / throw new Error('boom') / Error: boom");
    assert.equal(lastWords('node: bad option: --no-such\r\n'), 'node: bad option: --no-such');
    assert.equal(lastWords('Debugger listening on ws://127.0.0.1:1/x\nFor help, see: https://nodejs.org/en/docs/inspector\n'), '');
    assert.equal(lastWords(''), '');
  });

  it('are short, and of the end', () => {
    const long = lastWords(`${'x'.repeat(1000)} the end`);
    assert.equal(long.length, 301);
    assert.match(long, /^…x+ the end$/);
    assert.equal(keepEnd('a'.repeat(9000), 'b').length, 8192);
    assert.match(keepEnd('a'.repeat(9000), 'b'), /ab$/);
  });
});
