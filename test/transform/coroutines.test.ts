// Generators that a compiler wrote for async functions are async functions again: in the table of a file, and in what is called at run time.
import assert from 'node:assert/strict';
import { instrumentSource } from './support';

/** Functions and awaits of a source, in the order of the text: `async K.load`, `await fetch in K.load`. */
function told(source: string, type: 'commonjs' | 'module' = 'commonjs'): string[] {
  const { table } = instrumentSource(source, type);
  const awaits = table.sites.filter((s) => s.kind === 'await' || s.kind === 'yield' || s.kind === 'return');
  return [
    ...table.functions.slice(1).map((f) => `${f.async ? 'async ' : ''}${f.generator ? 'generator ' : ''}${f.name}`),
    ...awaits.map((s) => `${s.kind} ${s.text} in ${table.functions[s.fn]?.name}`),
  ];
}

const AWAITER = `var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};`;

const ASYNC_TO_GENERATOR = `function asyncGeneratorStep(n, t, e, r, o, a, c) { try { var i = n[a](c), u = i.value; } catch (n) { return void e(n); } i.done ? t(u) : Promise.resolve(u).then(r, o); }
function _asyncToGenerator(n) { return function () { var t = this, e = arguments; return new Promise(function (r, o) { var a = n.apply(t, e); function _next(n) { asyncGeneratorStep(a, r, o, _next, _throw, "next", n); } function _throw(n) { asyncGeneratorStep(a, r, o, _next, _throw, "throw", n); } _next(void 0); }); }; }`;

describe('restoreAsync', () => {
  const cases: [string, string, string[]][] = [
    [
      'a function',
      'function load(id) { return __awaiter(this, void 0, void 0, function* () { return yield fetch(id); }); }',
      ['async load', 'await fetch in load'],
    ],
    [
      'a method of a class',
      'class K { load(id) { return __awaiter(this, void 0, void 0, function* () { yield this.fetch(id); }); } }',
      ['async K.load', 'await this.fetch in K.load'],
    ],
    [
      'an arrow function',
      'const load = (id) => __awaiter(void 0, void 0, void 0, function* () { yield fetch(id); })',
      ['async load', 'await fetch in load'],
    ],
    [
      'an import',
      'const load = (id) => (0, tslib_1.__awaiter)(void 0, void 0, void 0, function* () { yield fetch(id); })',
      ['async load', 'await fetch in load'],
    ],
    [
      'parameters with defaults',
      'function load() { return __awaiter(this, arguments, void 0, function* (id = next()) { yield fetch(id); }); }',
      ['async load', 'await fetch in load'],
    ],
    [
      'rest parameters of an arrow function',
      'const load = (...args_1) => __awaiter(void 0, [...args_1], void 0, function* (id, { n } = {}) { yield fetch(id, n); })',
      ['async load', 'await fetch in load'],
    ],
    [
      'arguments',
      'function load() { const arguments_1 = arguments; return __awaiter(this, void 0, void 0, function* () { yield fetch(arguments_1[0]); }); }',
      ['async load', 'await fetch in load'],
    ],
    [
      'a method of the class above',
      'class K extends L { load() { const _super = Object.create(null, { load: { get: () => super.load } }); return __awaiter(this, void 0, void 0, function* () { yield _super.load.call(this); }); } }',
      ['async K.load', 'get', 'await _super.load.call in K.load'],
    ],
    [
      'a function with more before it',
      'function load(id) { check(id); return __awaiter(this, void 0, void 0, function* () { yield fetch(id); }); }',
      ['load', 'async (anonymous)', 'await fetch in (anonymous)'],
    ],
    [
      'a function that runs at once',
      '(() => __awaiter(void 0, void 0, void 0, function* () { yield fetch(); }))()',
      ['async (anonymous)', 'await fetch in (anonymous)'],
    ],
    [
      'functions inside',
      'function load() { return __awaiter(this, void 0, void 0, function* () { const one = (x) => __awaiter(this, void 0, void 0, function* () { yield fetch(x); }); function* ids() { yield 1; } yield one(); }); }',
      ['async load', 'async one', 'generator ids', 'await fetch in one', 'await one in load'],
    ],
    [
      'what is returned',
      'function load() { return __awaiter(this, void 0, void 0, function* () { return fetch(); }); }',
      ['async load', 'return fetch in load'],
    ],
    [
      'a method by Babel',
      'class K { load(id) { var _this = this; return _asyncToGenerator(function* () { yield _this.fetch(id); })(); } }',
      ['async K.load', 'await _this.fetch in K.load'],
    ],
    [
      'a method of the class above by Babel',
      'class K extends L { load() { var _superprop_getLoad = () => super.load, _this = this; return _asyncToGenerator(function* () { yield _superprop_getLoad().call(_this); })(); } }',
      ['async K.load', '_superprop_getLoad', 'await _superprop_getLoad().call in K.load'],
    ],
    [
      'a declaration by Babel',
      'function load(_x) { return _load.apply(this, arguments); } function _load() { _load = _asyncToGenerator(function* (id) { yield fetch(id); }); return _load.apply(this, arguments); }',
      ['load', '_load', 'async _load', 'await fetch in _load'],
    ],
    [
      'an import by Babel',
      'const load = (0, _asyncToGenerator2.default)(function* (id) { yield fetch(id); })',
      ['async load', 'await fetch in load'],
    ],
    [
      'a function by esbuild',
      'function load(id) { return __async(this, null, function* () { yield fetch(id); }); }',
      ['async load', 'await fetch in load'],
    ],
    [
      'an async generator',
      'function pages(n) { return __asyncGenerator(this, arguments, function* pages_1() { const all = yield __await(fetch(n)); yield yield __await(all.at(0)); yield __await(yield* __asyncDelegator(__asyncValues(rest(n)))); }); }',
      ['async generator pages', 'await fetch in pages', 'yield all.at() in pages', 'yield __asyncDelegator() in pages'],
    ],
    [
      'a generator of another function',
      'function load() { return run(this, function* () { yield fetch(); }); }',
      ['load', 'generator (anonymous)'],
    ],
    ['a call without a generator', 'function load() { return __awaiter(this, void 0, void 0, work); }', ['load']],
  ];
  for (const [title, source, expected] of cases) it(title, () => assert.deepEqual(told(source), expected));

  it('leaves the helpers alone', () => {
    for (const helper of [AWAITER, ASYNC_TO_GENERATOR]) {
      const { code } = instrumentSource(helper);
      assert.deepEqual(code.match(/\$il\.\w+\W/g), null);
      assert.ok(code.includes(helper));
    }
  });

  it('puts its calls into the generator', () => {
    const source = 'class K { add(n) { return __awaiter(this, void 0, void 0, function* () { this.sum += yield get(n); }); } }';
    const { code } = instrumentSource(source);
    assert.match(
      code,
      /^.*add\(n\) \{ return __awaiter\(this, void 0, void 0, function\* \(\) \{const \$ila\d=\$il\.e\(\d+ *\);.*yield \$il\.w\(\$ila\d,/,
    );
  });

  it('keeps a directive first', () => {
    const source =
      'class K { add(n) { var _this = this; return _asyncToGenerator(function* () { "use strict"; _this.sum += yield get(n); })(); } }';
    assert.match(instrumentSource(source).code, /function\* \(\) \{ "use strict";const \$ila\d=/);
  });

  it('finds what is written after the wait', () => {
    const { table } = instrumentSource(
      'class K { take(n) { return __awaiter(this, void 0, void 0, function* () { const left = this.left; yield pay(n); this.left = left - n; }); } }',
    );
    assert.equal(table.pairs.length, 1);
  });
});
