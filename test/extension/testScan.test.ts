// Tests of a `node:test` file, found in its text.
import assert from 'node:assert/strict';
import { scanTests, usesNodeTest, type ScannedTest } from '../../src/extension/testing/testScan.ts';

/** `name 1-3`, nested as the tests are; lines are 1-based. */
type Shape = string | [string, Shape[]];
const shape = (tests: readonly ScannedTest[]): Shape[] =>
  tests.map(({ name, line, endLine, children }) => {
    const text = `${name} ${line + 1}-${endLine + 1}`;
    return children.length > 0 ? [text, shape(children)] : text;
  });

describe('usesNodeTest', () => {
  it('knows every way of loading it, and nothing else', () => {
    for (const text of [
      `const test = require('node:test');`,
      `import { describe } from "node:test";`,
      `import 'node:test';`,
      `import { tap } from 'node:test/reporters'`,
    ]) {
      assert.ok(usesNodeTest(text), text);
    }
    for (const text of [`import { test } from 'vitest';`, `// node:test`, `require('node:tester')`]) assert.ok(!usesNodeTest(text), text);
  });
});

describe('scanTests', () => {
  it('finds suites, tests and subtests with the lines they reach over', () => {
    const text = `describe('cart', () => {
  it('adds', async () => {
    check();
  });
  it.skip("does not", () => {});
});
test(\`whole\`, { timeout: 10 }, async (t) => {
  await t.test('part', () => {
    work();
  });
});
`;
    assert.deepEqual(shape(scanTests(text)), [
      ['cart 1-6', ['adds 2-4', 'does not 5-5']],
      ['whole 7-11', ['part 8-10']],
    ]);
  });

  it('is not led astray by comments, strings, templates and regular expressions', () => {
    const text = `// test('no', () => {
/* it('no', () => {}) */
const text = "test('no')" + 'it("no")' + \`\${list.map((x) => \`}\${x}\`)} test('no')\`;
const half = size / 2; const re = /test('no)[/"'(]/g;
test('it\\'s (one) \\u0041', () => { if (a / b / c) { /[)}]/.test('x'); } });
test('two', () => {});
`;
    assert.deepEqual(shape(scanTests(text)), ["it's (one) A 5-5", 'two 6-6']);
  });

  it('does not take methods of the same name for tests', () => {
    const text = `test('outer', (t) => {
  pattern.test('no'); this.it('no'); contest('no'); latest('no');
  t.test('yes', (inner) => inner.test('deep', () => {}));
});
pattern.test('no');
`;
    assert.deepEqual(shape(scanTests(text)), [['outer 1-4', [['yes 3-3', ['deep 3-3']]]]]);
  });

  it('keeps names as they are written that are known only when it runs', () => {
    const [test] = scanTests('for (const n of all) test(`takes ${n}`, () => {});');
    assert.equal(test?.name, 'takes ${n}');
  });

  it('ends on whatever text', () => {
    for (const text of ["test('", 'test(`${', "test('a', () => {", '}})) test("a', '/', '/*', '`${`${', 'it(']) scanTests(text);
  });
});
