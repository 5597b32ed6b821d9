/** The variables of the recorder: taken out of the program's environment, put back into those of its children. */
import assert from 'node:assert/strict';
import { takeEnvironment, tracedEnvironment, tracedNodeOptions, tracedPairs, withoutPreload } from '../../src/preload/environment.ts';
import { pattern } from '../../src/preload/hooks/http.ts';
import { MessageCounter } from '../../src/preload/hooks/ipc.ts';

describe('withoutPreload', () => {
  const preload = '/a b/p.js';
  const cases: readonly (readonly [text: string, rest: string])[] = [
    ['--require "/a b/p.js"', ''],
    ['--max-old-space-size=100 --require "/a b/p.js"', '--max-old-space-size=100'],
    ['--require "/a b/p.js" --no-warnings', '--no-warnings'],
    ['--a  --require "/a b/p.js" --b', '--a  --b'],
    ['-r "/a b/p.js"', ''],
    ['"--require=/a b/p.js"', ''],
    ['--require /other.js', '--require /other.js'],
    ['--require "/a b/p.js.map"', '--require "/a b/p.js.map"'],
    ['', ''],
  ];
  for (const [text, rest] of cases) {
    it(`leaves ${JSON.stringify(rest)} of ${JSON.stringify(text)}`, () => assert.equal(withoutPreload(text, preload), rest));
  }
  it('understands escapes inside quotes as Node does', () => {
    assert.equal(withoutPreload('--require "/a\\"b\\\\c.js"', '/a"b\\c.js'), '');
  });
});

describe('the environment of a child', () => {
  const saved = { ...process.env };
  before(() => {
    process.env['NODE_OPTIONS'] = '--no-warnings --require /x/p.js';
    process.env['INTERLEAVE_OPTIONS'] = '{}';
    process.env['PATH'] = '/run/bin:/usr/bin';
    takeEnvironment('/x/p.js', '{"version":1}', '/run');
  });
  after(() => {
    for (const name of ['NODE_OPTIONS', 'INTERLEAVE_OPTIONS', 'PATH']) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
  });
  it('is taken out of this process', () => {
    assert.equal(process.env['NODE_OPTIONS'], '--no-warnings');
    assert.equal(process.env['INTERLEAVE_OPTIONS'], undefined);
    assert.equal(process.env['PATH'], '/usr/bin');
  });
  it('has the stand-in of node on PATH where NODE_OPTIONS is going to be replaced', () => {
    const pathOf = (words: string[]): string | undefined =>
      tracedPairs(['PATH=/usr/bin'], words[0], words).find((pair) => pair.startsWith('PATH='));
    assert.equal(pathOf(['sh', '-c', 'NODE_OPTIONS=--no-warnings jest']), 'PATH=/run/bin:/usr/bin');
    assert.equal(pathOf(['sh', '-c', 'jest']), 'PATH=/usr/bin');
  });
  it('gets both variables, and the given list stays as it is', () => {
    const pairs = Object.freeze(['PATH=/bin', 'NODE_OPTIONS=--trace-warnings']);
    assert.deepEqual(tracedPairs(pairs), [
      'PATH=/bin',
      'NODE_OPTIONS=--trace-warnings --require /x/p.js',
      'INTERLEAVE_OPTIONS={"version":1}',
    ]);
    assert.deepEqual(tracedPairs([]), ['NODE_OPTIONS=--require /x/p.js', 'INTERLEAVE_OPTIONS={"version":1}']);
  });
  it('keeps options that a caller has set for another run', () => {
    assert.deepEqual(tracedPairs(['INTERLEAVE_OPTIONS=mine']), ['INTERLEAVE_OPTIONS=mine', 'NODE_OPTIONS=--require /x/p.js']);
  });
  it('does not name the preload twice', () => {
    assert.equal(tracedNodeOptions(tracedNodeOptions('--a')), '--a --require /x/p.js');
  });
  it('of a worker is a copy', () => {
    const env = Object.freeze({ A: '1' });
    assert.deepEqual(tracedEnvironment(env), { A: '1', NODE_OPTIONS: '--require /x/p.js' });
  });
});

describe('pattern', () => {
  it('drops the query and generalises numbers and identifiers', () => {
    assert.equal(pattern('/orders/12/items/7?token=x#y'), '/orders/:n/items/:n');
    assert.equal(pattern('/users/550e8400-e29b-41d4-a716-446655440000'), '/users/:id');
    assert.equal(pattern('/o/507f1f77bcf86cd799439011'), '/o/:id');
    assert.equal(pattern('/v1/health'), '/v1/health');
    assert.equal(pattern(''), '');
    assert.equal(pattern('/'), '/');
    assert.equal(pattern('/7/'), '/:n/');
    assert.equal(pattern('//7a//12'), '//7a//:n');
    assert.equal(pattern('*'), '*');
    assert.equal(pattern(`/a/${'f'.repeat(23)}/${'F'.repeat(24)}x`), `/a/${'f'.repeat(23)}/${'F'.repeat(24)}x`);
    assert.equal(pattern(`/${'x'.repeat(300)}?q`).length, 200);
  });
});

describe('MessageCounter', () => {
  const split = (bytes: Uint8Array, size: number): Uint8Array[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  const total = (parts: readonly Uint8Array[]): number => {
    const counter = new MessageCounter();
    return parts.reduce((sum, part) => sum + counter.count(part), 0);
  };
  it('counts lines of JSON wherever the chunks end', () => {
    const bytes = Buffer.from('{"a":1}\n"b"\n3\n');
    for (let size = 1; size <= bytes.length; size++) assert.equal(total(split(bytes, size)), 3, `chunks of ${size}`);
  });
  it('counts length-prefixed blocks wherever the chunks end', () => {
    const block = (length: number): Buffer => Buffer.concat([Buffer.from([0, 0, length >> 8, length & 255]), Buffer.alloc(length, 0x0a)]);
    const bytes = Buffer.concat([block(5), block(300), block(1)]);
    for (let size = 1; size <= bytes.length; size++) assert.equal(total(split(bytes, size)), 3, `chunks of ${size}`);
  });
});
