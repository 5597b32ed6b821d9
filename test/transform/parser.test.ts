// The parser gives acorn's own trees, errors and comments.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseWithAcorn, type Comment, type Options } from 'acorn';
import { parse } from '../../src/transform/parser';
import { readCorpus } from './support';

const OPTIONS: readonly Options[] = [
  { ecmaVersion: 'latest', sourceType: 'commonjs' },
  { ecmaVersion: 'latest', sourceType: 'module' },
  { ecmaVersion: 'latest', sourceType: 'script', allowAwaitOutsideFunction: true, allowReturnOutsideFunction: true },
];

function outcome(parser: typeof parse, source: string, options: Options): string {
  const comments: Comment[] = [];
  try {
    const program = parser(source, { ...options, onComment: comments });
    return JSON.stringify([program, comments], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  } catch (error) {
    return `${String(error)} ${JSON.stringify(error)}`;
  }
}

function check(source: string, name: string): void {
  for (const options of OPTIONS) {
    assert.ok(outcome(parse, source, options) === outcome(parseWithAcorn, source, options), `${name} as ${options.sourceType}`);
  }
}

const SHORT = [
  'a\u00a0b', 'a\u00a0= b', 'ä = 1', 'aä1', '\\u0061wait', 'v\\u0061r x', 'var v\\u0061r', '𠮷 = 1', 'a𠮷', '\ufeffx', 'x\ufeff', '\tx\r\ny\rz\u2028w', '#!/bin/sh\nx', '',
  ' ', '// x', '/* x', '/* x */ a /* y */', '<!-- x\n--> y', 'a.if.class', 'a?.if', 'a?.[0]?.(1)', 'a?.b`x`', 'new a?.b()', 'new a.b[c](d).e', 'new (f())()', 'f(a)`t${b}u`(c)',
  'async (a) => a', 'async(a)', 'async\n(a) => a', 'async x => x', '(async) (x)', 'a\n(b)', 'a\n[b]', 'yield = 1', 'function* f() { yield\n/x/g }', 'let yield', 'var await',
  'async function f() { await x; await: 1 }', 'arguments = 1', '"use strict"; arguments = 1', '"use strict"; let public', 'class A { x = arguments }', 'class A { static { await } }',
  'class A { static { arguments } }', 'enum = 1', 'interface = 1', 'let let = 1', 'for (let of of of) ;', 'for (async of []) ;', 'x = {get, set, async, static}', 'if (a) /x/g; else b / c',
  'a++ / 2', 'a = b / c / d', '`a${`b${c}`}d`', '{} /x/', '({}) / x', '({ if: 1, class() {}, get if() {} })', 'class A { #a; static #b() {} in = 1; get = 2 }', 'using x = y', 'x = #a in b',
  'import("x")', 'import.meta.y', 'export { if as while }', 'export default class {}', 'import x, { default as y } from "z"', '0x1f 0b1', '1_000n', '"\\u{110000}"', '\\', '#', 'a # b', '\0',
  'constructor = toString', '__proto__ = { __proto__: 1, __proto__: 2 }', 'hasOwnProperty', 'label: for (;;) continue label',
]; // prettier-ignore

describe('parse', () => {
  it('gives the trees and errors of acorn for short programs of every kind', () => {
    for (const source of SHORT) check(source, JSON.stringify(source));
  });

  it('does so whatever is cut off', () => {
    const source = SHORT.join('\n;');
    for (let end = 0; end < source.length; end += 3) check(source.slice(end, end + 60), `from ${end}`);
  });

  it('does so for the corpus', () => {
    for (const { name, source } of readCorpus(readFileSync('test/transform/corpus.txt', 'utf8'))) check(source, name);
  });

  it('does so for libraries', () => {
    for (const folder of ['node_modules/acorn/dist', 'node_modules/mocha/lib', 'node_modules/esbuild/lib']) {
      for (const name of readdirSync(folder)) {
        if (/\.m?js$/.test(name)) check(readFileSync(path.join(folder, name), 'utf8'), name);
      }
    }
  });
});
