/** What a program can still see of the recorder. The README lists these; a change here is a change there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runBoth } from './support/tracedProgram.ts';

async function difference(source: string, level = 'light'): Promise<[plain: unknown, traced: unknown]> {
  const { plain, traced } = await runBoth({ 'main.cjs': source }, { options: { level } });
  assert.equal(traced.stderr, plain.stderr);
  return [JSON.parse(plain.stdout), JSON.parse(traced.stdout)];
}

describe('still visible', () => {
  it('subscribers of the http channels of node:diagnostics_channel', async () => {
    const [plain, traced] = await difference(
      `console.log(JSON.stringify(['http.server.request.start', 'http.client.request.start'].map((n) => require('node:diagnostics_channel').hasSubscribers(n))));`,
    );
    assert.deepEqual(
      [plain, traced],
      [
        [false, false],
        [true, true],
      ],
    );
  });
  it('two variables in the environment of child processes that are not Node', async () => {
    const [plain, traced] = await difference(
      `const text = require('node:child_process').execSync('env').toString(); console.log(JSON.stringify(['NODE_OPTIONS', 'INTERLEAVE_OPTIONS'].map((n) => text.includes(n + '='))));`,
    );
    assert.deepEqual(
      [plain, traced],
      [
        [false, false],
        [true, true],
      ],
    );
  });
  it('one more folder on PATH, for the shells of package managers and of scripts that set NODE_OPTIONS', async () => {
    const print = `require('node:child_process').execSync(\`\${set} echo "$PATH"\`).toString().split(':').length - process.env.PATH.split(':').length`;
    const [plain, traced] = await difference(`console.log(JSON.stringify(['', 'NODE_OPTIONS=--no-warnings'].map((set) => ${print})));`);
    assert.deepEqual(
      [plain, traced],
      process.platform === 'win32'
        ? [
            [0, 0],
            [0, 0],
          ]
        : [
            [0, 0],
            [0, 1],
          ],
    );
  });
  it('three properties that are accessors, and what Node has loaded or replaced by then', async () => {
    const source = readFileSync('test/preload/support/lookUp.cjs', 'utf8');
    const known =
      /^(?:process(?: |$|\.moduleLoadList)|module\.prototype\.require\.main\.Symbol\(kURL\)|util\.getCallSite\.__proto__|process\.chdir|global\.Text(?:En|De)coder|(?:global|worker_threads)\.MessageChannel)/;
    for (const level of ['light', 'full']) {
      const [plain, traced] = (await difference(source, level)) as [Record<string, string>, Record<string, string>];
      const places = Object.keys({ ...plain, ...traced }).filter((place) => plain[place] !== traced[place] && !known.test(place));
      const differing = new Set(places.map((place) => place.replace(/ =$|<.et>.*|(?<=prepareStackTrace|_compile)\..*/, '')));
      assert.deepEqual([...differing].toSorted(), ['global.Error.prepareStackTrace', 'module.prototype._compile', 'process.emit']);
    }
  });
  it('one symbol on process and two on the global object, not enumerable', async () => {
    const [plain, traced] = await difference(
      `console.log(JSON.stringify([process, globalThis].map((o) => Object.getOwnPropertySymbols(o).filter((s) => String(s.description).startsWith('interleave')).length <= 2 && Object.keys(o).every((k) => !/interleave/i.test(k)))));`,
    );
    assert.deepEqual(
      [plain, traced],
      [
        [true, true],
        [true, true],
      ],
    );
  });
  it('the formatter of stacks of a context in which a user file is compiled', async () => {
    const [plain, traced] = await difference(
      `const vm = require('node:vm'), context = vm.createContext(); vm.runInContext('async function f() { await f(); }', context, { filename: __filename });
console.log(JSON.stringify([vm.runInContext('Object.hasOwn(Error, "prepareStackTrace")', context), vm.runInContext('Object.hasOwn(Error, "prepareStackTrace")', vm.createContext())]));`,
      'full',
    );
    assert.deepEqual(
      [plain, traced],
      [
        [false, false],
        [true, false],
      ],
    );
  });
  it('one more turn of the event loop, in which an immediate may run that does not keep the process alive', async () => {
    const [plain, traced] = await difference(
      `let runs = 0; setImmediate(() => runs++).unref(); process.on('exit', () => console.log(runs));`,
    );
    assert.deepEqual([plain, traced], [0, 1]);
  });
  it('async ids that are larger, and grow faster', async () => {
    const [plain, traced] = await difference(
      `const { AsyncResource } = require('node:async_hooks'); console.log(JSON.stringify(new AsyncResource('x').asyncId()));`,
    );
    assert.ok((traced as number) > (plain as number));
  });
  it('a resource of each request by inject() of light-my-request', async () => {
    const library = JSON.stringify(path.resolve('test/programs/node_modules/light-my-request'));
    const [plain, traced] = await difference(
      `const types = new Set(); require('node:async_hooks').createHook({ init: (id, type) => types.add(type) }).enable();
require(${library})((request, response) => response.end(), '/', () => console.log(JSON.stringify(types.has('INJECTED'))));`,
    );
    assert.deepEqual([plain, traced], [false, true]);
  });
  it('the instrumented line in the warning of an unsettled top-level await, where something listens to beforeExit', async () => {
    if (Number(process.versions.node.split('.')[0]) < 22) return; // No such warning.
    const main = `process.on('beforeExit', () => {}); await new Promise(() => {});`;
    const { plain, traced } = await runBoth({ 'main.mjs': main }, { options: { level: 'full' } });
    assert.ok(plain.stderr.includes(main) && !traced.stderr.includes(main));
    assert.deepEqual([traced.code, traced.stdout], [plain.code, plain.stdout]);
  });
  it('a part of the instrumented expression, where a library reads the message of an error before anything else looks at it', async () => {
    const program = {
      'main.cjs': `const a = { b: {} }; (async () => { await null; require('lib')(() => a.b.end()); })();`,
      'node_modules/lib/index.js': `module.exports = (call) => { try { call(); } catch (e) { console.log(e.message); } };`,
    };
    const { plain, traced } = await runBoth(program, { options: { level: 'full' } });
    assert.deepEqual([plain.stdout, traced.stdout], ['a.b.end is not a function\n', '$il.g(...).end is not a function\n']);
  });
  it('the column of a test that node:test tells of', async () => {
    const main = `const test = require('node:test');\ntest('fails', async () => { throw null; });\n`;
    const { plain, traced } = await runBoth({ 'main.cjs': main }, { options: { level: 'full' } });
    const places = ({ stdout }: typeof plain): string[] => [...stdout.matchAll(/main\.cjs:(\d+:\d+)/g)].map(([, place]) => place as string);
    assert.deepEqual([plain.code, traced.code], [1, 1]);
    assert.deepEqual(places(plain), ['2:1']);
    assert.match(places(traced).join(), /^2:[1-9]\d$/);
  });
  it('a frame in the stack of a test that is pending when the event loop is empty', async () => {
    if (Number(process.versions.node.split('.')[0]) >= 24) return; // It waits on.
    const main = `require('node:test')('pending', async () => { await new Promise(() => {}); });`;
    const { plain, traced } = await runBoth({ 'main.cjs': main }, { options: { level: 'full' } });
    assert.deepEqual(
      [plain, traced].map(({ stdout }) => stdout.includes('preload.js')),
      [false, true],
    );
  });
  it('the columns of the instrumented text, in CPU profiles', async () => {
    const main = `const state = { n: 0 }; async function add() { state.n += await 1; } function busy() { for (const end = Date.now() + 500; Date.now() < end; ); }
add(); busy();`;
    const { plain, traced } = await runBoth(
      {
        'main.cjs': `const { spawnSync } = require('node:child_process'), fs = require('node:fs'); spawnSync(process.execPath, ['--cpu-prof', '--cpu-prof-name=p', 'busy.cjs'], { cwd: __dirname });
console.log(JSON.parse(fs.readFileSync(__dirname + '/p', 'utf8')).nodes.filter((n) => n.callFrame.functionName === 'busy').map((n) => n.callFrame.columnNumber)[0]);`,
        'busy.cjs': main,
      },
      { options: { level: 'full' } },
    );
    assert.equal(Number(plain.stdout), main.indexOf('function busy') + 'function busy'.length);
    assert.ok(Number(traced.stdout) > Number(plain.stdout));
  });
  it('a frame in what --trace-exit prints', async () => {
    const { plain, traced } = await runBoth({
      'main.cjs': `const { spawnSync } = require('node:child_process');
console.log(spawnSync(process.execPath, ['--trace-exit', __dirname + '/end.cjs'], { encoding: 'utf8' }).stderr.includes('preload.js'));`,
      'end.cjs': 'process.exit(0);',
    });
    assert.deepEqual([plain.stdout, traced.stdout], ['false\n', 'true\n']);
  });
  it('one open descriptor, of the log', async () => {
    if (process.platform !== 'linux') return;
    const [plain, traced] = await difference(
      `console.log(JSON.stringify(require('node:fs').readdirSync('/proc/self/fd').map((fd) => { try { return require('node:fs').readlinkSync('/proc/self/fd/' + fd); } catch { return ''; } }).filter((f) => f.endsWith('.log')).length));`,
    );
    assert.deepEqual([plain, traced], [0, 1]);
  });
  it('the instrumented line, above an uncaught error of an ES module that require has loaded', async () => {
    const thrown = `throw new Error(String('late'));`;
    const program = { 'main.cjs': `require('./thrown.mjs');`, 'thrown.mjs': thrown };
    const { plain, traced } = await runBoth(program, { options: { level: 'full' } });
    const [excerpt, instrumented] = [plain, traced].map(({ stderr }) => stderr.split('\n').find((line) => line.startsWith('throw')));
    assert.equal(excerpt, thrown);
    assert.match(instrumented ?? '', /^throw new Error\(\$ilvm\..*String\('late'\)/);
    const stackOf = ({ stderr }: { readonly stderr: string }): string[] => stderr.split('\n').filter((line) => line.startsWith('    at '));
    // The tenth frame is missing on Node 20, whose loader has one of the recorder's before it.
    const shown = Number(process.versions.node.split('.')[0]) < 22 ? 9 : 10;
    assert.deepEqual(stackOf(traced), stackOf(plain).slice(0, shown));
  });
  it('files of the recorder, for module hooks that the program registers on Node 20 and 22', async () => {
    const program = {
      'main.mjs': `import { register } from 'node:module'; register('./hooks.mjs', import.meta.url); await import('./other.mjs');`,
      'hooks.mjs': `import { writeSync } from 'node:fs'; export async function load(url, context, next) { writeSync(1, url.replace(/.*\\//, '').replace(/\\?.*/, '') + ' '); return next(url, context); }`,
      'other.mjs': '',
    };
    const { plain, traced } = await runBoth(program, { options: { level: 'full' } });
    assert.equal(plain.stdout, 'other.mjs ');
    const isAsked = Number(process.versions.node.split('.')[0]) < 24;
    assert.match(traced.stdout, isAsked ? /^hooksThread\.mjs (?:node:\w+ )*other\.mjs $/ : /^other\.mjs $/);
  });
});
