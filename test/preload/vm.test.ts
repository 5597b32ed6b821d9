/**
 * The vm door: texts that a program compiles by `vm` under the name of one of its files. They do what they do without the recorder, whatever they look at, and
 * findings about them are at the author's places.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Workshop } from '../cli/support.ts';
import { ensureLibraries, programs } from './adaptersHarness.ts';
import { type Program, runBoth } from './support/tracedProgram.ts';

/** Loses an update: one race, between lines 4 and 6. */
const ACCOUNT = `let balance = 100;
const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
async function withdraw(amount) {
  const old = balance;
  await pause();
  balance = old - amount;
}
`;
const RUN = `Promise.all([withdraw(10), withdraw(20)]).then(() => console.log(balance < 100));\n`;

const READ = `const vm = require('node:vm'), fs = require('node:fs'), path = require('node:path');
const filename = path.join(__dirname, 'account.js');
const text = fs.readFileSync(filename, 'utf8');
`;

/** Each runs the text of account.js in its own way. */
const DOORS: Readonly<Record<string, string>> = {
  'vm.runInThisContext': `vm.runInThisContext(text, { filename });`,
  'vm.runInContext': `vm.runInContext(text, vm.createContext({ console, setTimeout }), filename);`,
  'vm.runInNewContext': `vm.runInNewContext(text, { console, setTimeout }, { filename, contextName: 'mine' });`,
  'vm.Script': `const script = new vm.Script(text, { filename }); script.runInNewContext({ console, setTimeout }); script.runInThisContext();`,
  'vm.compileFunction in a context, as jest does': `const context = vm.createContext({ console, setTimeout });
const moduleObject = { exports: {} };
vm.compileFunction(text, ['module', 'exports', 'require'], { filename, parsingContext: context }).call({}, moduleObject, moduleObject.exports, require);`,
  'vm.compileFunction in a context of the global object': `const context = vm.createContext(globalThis);
vm.runInThisContext('1', { filename });
vm.compileFunction(text, [], { filename, parsingContext: context })();`,
  'an async function around it, as vitest does': `const head = "'use strict';async (__vi_import__,__vi_export__)=>{{";
vm.runInThisContext(head + text + '\\n}}', { filename, lineOffset: 0, columnOffset: -head.length })({}, () => {});`,
  'the wrapper of CommonJS': `const wrapped = require('node:module').wrap(text);
new vm.Script(wrapped, { filename: filename + '?v=1' }).runInThisContext()({}, require, module, filename, __dirname);`,
  'vm.SourceTextModule': `const context = vm.createContext({ console, setTimeout });
const module_ = new vm.SourceTextModule(text, { identifier: require('node:url').pathToFileURL(filename).href, context });
(async () => { await module_.link(() => {}); await module_.evaluate(); })();`,
  'a map to another file': `const map = { version: 3, sources: ['account.ts'], names: [], mappings: ';;;;;AAAA;AACA;AACA;AACA;AACA;AACA;AACA' };
const comment = '\\n//# sourceMappingURL=data:application/json;base64,' + Buffer.from(JSON.stringify(map)).toString('base64');
vm.runInThisContext('(function () { \\n\\n\\n\\n\\n' + text.replace('Promise.all', '\\nPromise.all') + comment + '\\n})', { filename })();`,
};

const LOOKS: Readonly<Record<string, Program>> = {
  'what a context shows': {
    'main.js': `${READ}
const context = vm.createContext({ console });
const names = 'Reflect.ownKeys(globalThis).map(String).join()';
const before = vm.runInContext(names, context);
vm.runInContext('var own = async () => { await null; own.count = 1 + own.length; };', context, { filename });
console.log(before === vm.runInContext(names, context).replace(',own', ''), Reflect.ownKeys(context));
console.log(vm.runInContext('own.toString() + Function.prototype.toString.call(own) + own', context, { filename }), context.own.toString());
console.log(vm.runInContext('[Function.prototype.toString, Promise.all].map((f) => [f.name, f.length, Object.getPrototypeOf(f) === Function.prototype, f + "", typeof f.prototype].join()).join(";")', context));
console.log(Object.getOwnPropertyDescriptor(vm.runInContext('Function.prototype', context), 'toString').enumerable, typeof vm.runInContext('Error.prepareStackTrace', context));
console.log(vm.runInContext('Promise.all([1]) instanceof Promise', context));
vm.runInContext('Error.prepareStackTrace = (e, sites) => sites[0].getLineNumber() + ":" + sites[0].getColumnNumber()', context);
vm.runInContext('var f = function () { own(); return new Error("x").stack; }; console.log(f())', context, { filename });`,
    'account.js': '',
  },
  'values of scripts': {
    'main.js': `${READ}
const show = (code, options) => { try { console.log(vm.runInThisContext(code, { filename, ...options })); } catch (e) { console.log(e.stack.split('\\n').filter((l) => !l.includes('node:')).slice(0, 7).join('\\n')); } };
for (const code of ['1;var a=2;3;', '5; let {x,y} = {x: 1, y: 2}', 'const o={p:{}};9; let {x2,y2} = o.p', '"use strict"', "'use strict';this === globalThis", 'function f(){ return typeof this } f()', 'if (1) { 7; let {q} = o.p }',
  'for (const v of o.list ?? [1, 2]) v', 'label: for (const v of [1,2]) { 3; continue label; }', 'class A { static #n = 1; static n() { return A.#n } } A.n()', 'a = a + 1; a', 'delete o.p', 'var a; a', 'throw new Error("mine")', '\\n\\n  null.x', '\\n   o.foo.bar()', 'o()', 'let 1', '({ a })', '{ a }', '', '// nothing', '#!/usr/bin/env node\\n8', '\\ufeff9']) show(code);
show('\\n new Error("here").stack.split("\\\\n").slice(0, 8)', { lineOffset: 10, columnOffset: 5 }); show('new Error("here").stack.split("\\\\n")[1]', { columnOffset: 5 }); show('  o.foo.bar()', { columnOffset: 20 });
const twice = new vm.Script('function again() { return again.n = (again.n ?? 0) + 1 } again()', { filename });
console.log(twice.runInThisContext(), twice.runInThisContext(), twice, twice instanceof vm.Script, twice.constructor === vm.Script, Reflect.ownKeys(twice), twice.createCachedData().length > 0);
const lexical = new vm.Script('let once = 1; once', { filename }); show('1'); console.log(lexical.runInThisContext()); try { lexical.runInThisContext(); } catch (e) { console.log(e.name, e.message); }
const fn = vm.compileFunction('return [new.target, this === self, arguments.length, b]', ['self', 'b'], { filename }); console.log(fn.call(fn, fn, 2), fn.toString(), fn.length);
const bads = [function a() { vm.runInContext('1', {}, { filename }); }, function b() { new vm.Script('1', { filename, lineOffset: 'x' }); }, function c() { vm.compileFunction('}', [], { filename }); }, function d() { vm.runInNewContext('1', 5, { filename }); }, function e() { new vm.Script(Symbol('x')); }];
for (const bad of bads) { try { bad(); } catch (e) { console.log(e.stack.split('\\n').slice(0, 7).join('\\n')); } }
console.log(vm.runInNewContext('typeof $ilvm === "object" || value', { value: 3 }), vm.runInNewContext('value', { value: 4 }, { filename }), vm.runInNewContext('1', undefined, filename), vm.runInNewContext('this.x', Object.freeze({ x: 2 }), filename));
console.log([vm.runInContext, vm.runInNewContext, vm.runInThisContext, vm.compileFunction, vm.Script, vm.Script.prototype.runInContext].map((f) => f.name + f.length + f.toString().length));`,
    'account.js': '',
  },
  'its own files, read': {
    'main.js': `const fs = require('node:fs'); console.log(fs.readFileSync(__filename, 'utf8').length, fs.readFileSync(__dirname + '/account.js', 'utf8')); require('./account.js');`,
    'account.js': 'async function f() { await null; f.x = f.x + 1; } f();',
  },
  'its own modules, read': {
    'main.mjs': `import fs from 'node:fs'; const url = new URL('other.mjs', import.meta.url);
console.log(String(await fs.promises.readFile(url)), await fs.promises.readFile(url, 'utf8')); const p = fs.promises.readFile(url); await import('./other.mjs'); console.log(String(await p));`,
    'other.mjs': 'export async function f() { await null; f.x = f.x + 1; } f();',
  },
  'an uncaught error in a script': {
    'main.js': `${READ} vm.runInThisContext('\\nfunction fail() { const a = { b: 1 }; return a.b.c.d; }\\nsetTimeout(() => { fail(); }, 1)', { filename });`,
    'account.js': '',
  },
};

describe('openVmDoor', () => {
  for (const [name, program] of Object.entries(LOOKS)) {
    it(`changes nothing that shows: ${name}`, async () => {
      const { plain, traced } = await runBoth(program, { options: { level: 'full' } });
      assert.equal(traced.stdout, plain.stdout);
      assert.equal(traced.stderr, plain.stderr);
      assert.equal(traced.code, plain.code);
    });
  }

  for (const [name, code] of Object.entries(DOORS)) {
    it(`finds the race at its lines: ${name}`, async function () {
      const workshop = new Workshop(this);
      workshop.file('account.js', ACCOUNT + RUN);
      workshop.file('account.ts', ACCOUNT + RUN);
      workshop.file('main.js', READ + code);
      const flags = name.includes('Module') ? ['--experimental-vm-modules', '--no-warnings'] : [];
      const result = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, ...flags, 'main.js']);
      assert.equal(result.status, 0, result.stderr);
      assert.match(result.stdout, /^(?:true\n)+$/);
      const file = path.join(fs.realpathSync(workshop.folder), name.includes('map') ? 'account.ts' : 'account.js');
      const { findings } = workshop.report();
      assert.deepEqual(
        findings.map((f) => [f.kind, ...f.locations.map((l) => `${l.file}:${l.line}`)]),
        [['race.atomicity', `${file}:6`, `${file}:4`]],
      );
      assert.match(findings[0]?.message ?? '', /\(line 4\).*\(line 6\)/);
    });
  }

  it('sees a lock that is loaded in the context', async function () {
    const workshop = new Workshop(this);
    await ensureLibraries();
    const library = path.join(programs, 'node_modules/async-mutex/lib');
    const code = `const vm = require('node:vm'), fs = require('node:fs'), path = require('node:path'), { createRequire } = require('node:module');
const context = vm.createContext({ console, setTimeout }), cache = {};
function load(file) {
  if (cache[file]) return cache[file].exports;
  const m = (cache[file] = { exports: {} });
  const require_ = (name) => name.startsWith('.') || path.isAbsolute(name) ? load(require.resolve(path.resolve(path.dirname(file), name))) : createRequire(file)(name);
  vm.compileFunction(fs.readFileSync(file, 'utf8'), ['module', 'exports', 'require'], { filename: file, parsingContext: context })(m, m.exports, require_);
  return m.exports;
}
load(path.join(__dirname, 'account.js'));`;
    workshop.file(
      'account.js',
      `const { Mutex } = require(${JSON.stringify(path.join(library, 'index.js'))});\nconst mutex = new Mutex();\n${ACCOUNT}${RUN.replaceAll(/withdraw\((\d+)\)/g, 'mutex.runExclusive(() => withdraw($1))')}`,
    );
    workshop.file('main.js', code);
    const result = await workshop.run(['run', '--json', 'report.json', '--', process.execPath, 'main.js']);
    assert.equal(result.stdout, 'true\n', result.stderr);
    assert.deepEqual(workshop.report().findings, []);
  });
});
