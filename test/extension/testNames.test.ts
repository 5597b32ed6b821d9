// Patterns for single tests.
import assert from 'node:assert/strict';
import { nodePatterns, testPattern } from '../../src/extension/testing/testNames.ts';

const wanted = (names: string[], inner: string[] = []) => ({ names, inner, isSuite: inner.length > 0 });

describe('testPattern', () => {
  it('matches the full name of a test and no other', () => {
    const pattern = new RegExp(testPattern(wanted(['cart', 'adds (1 + 1)'])));
    assert.match('cart adds (1 + 1)', pattern);
    assert.match(' cart adds (1 + 1)', pattern);
    for (const other of ['cart adds (1 + 1) twice', 'my cart adds (1 + 1)', 'cart adds 1 + 1']) assert.doesNotMatch(other, pattern);
  });

  it('matches all tests of a suite', () => {
    const pattern = new RegExp(testPattern(wanted(['cart'], ['adds'])));
    assert.match('cart adds', pattern);
    assert.doesNotMatch('cartons add', pattern);
  });

  it('lets anything stand where a table is filled in', () => {
    assert.match('adds 1 to a.b', new RegExp(testPattern(wanted(['adds %d to $name']))));
    assert.match('adds 1', new RegExp(testPattern(wanted(['adds ${n}']))));
    assert.match('costs $5', new RegExp(testPattern(wanted(['costs $5']))));
  });
});

describe('nodePatterns', () => {
  it('asks for full names since Node 22', () => {
    assert.deepEqual(nodePatterns([wanted(['cart', 'a/b'])], 22), ['/^cart a\\/b$/']);
    assert.deepEqual(nodePatterns([wanted(['cart'], ['adds'])], 24), ['/^cart( |$)/']);
  });

  it('asks for every name before', () => {
    assert.deepEqual(nodePatterns([wanted(['cart', 'adds']), wanted(['cart'], ['adds', 'drops'])], 20), [
      '/^cart$/',
      '/^adds$/',
      '/^drops$/',
    ]);
  });
});
