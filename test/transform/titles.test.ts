// Titles of functions without a name, as the table of a file tells them.
import assert from 'node:assert/strict';
import { instrumentSource } from './support';

/** Names of the functions of a source, without the module. */
function names(source: string): string[] {
  return instrumentSource(source, 'module')
    .table.functions.slice(1)
    .map((fn) => fn.name);
}

describe('findTitles', () => {
  const cases: [string, string, string[]][] = [
    ['a test', `it('adds up', async () => {})`, [`it('adds up')`]],
    ['a test in a suite', `describe('cart', () => { it('adds', function () {}) })`, [`describe('cart')`, `it('adds')`]],
    ['a route behind others', `app.get('/a/:id', auth, async (req, res) => {})`, [`get('/a/:id')`]],
    ['a wrapped handler', `app.get('/a', wrap(async (req, res) => {}))`, [`get('/a')`]],
    ['each of a chain', `bus.on('x', () => {}).once('y', () => {})`, [`once('y')`, `on('x')`]],
    ['a registration in a function', `function f() { bus.on('x', () => {}) }`, ['f', `on('x')`]],
    ['an awaited sub-test', `test('a', async (t) => { await t.test('b', async () => {}) })`, [`test('a')`, `test('b')`]],
    ['a function that has a name', `it('adds', function adds() {})`, ['adds']],
    ['long words', `it('${'very '.repeat(20)}', () => {})`, [`it('${'very '.repeat(20).slice(0, 39)}…')`]],
    ['work that the caller waits for', `await lock.acquire('a', async () => {})`, ['(anonymous)']],
    ['work whose result is used', `const r = lock.acquire('a', async () => {})`, ['(anonymous)']],
    ['a callback of a function with a name', `function f() { fs.readFile('a', (e, d) => {}) }`, ['f', '(anonymous)']],
    [
      'what a stream calls',
      `new stream.Writable({ write(chunk, _, done) { done() }, final: (done) => done() })`,
      ['Writable.final', 'Writable.write'],
    ],
    ['a call without words', `list.forEach((x) => {})`, ['(anonymous)']],
  ];
  for (const [title, source, expected] of cases) it(title, () => assert.deepEqual(names(source).sort(), expected.sort()));
});
