import assert from 'node:assert/strict';
import * as flags from '../../src/wire/siteFlags.ts';

describe('flags of sites', () => {
  it('have a bit each: a call may stand in a loop, and a read decide a branch', () => {
    const values = Object.values(flags);
    for (const [name, value] of Object.entries(flags)) assert.equal(Math.log2(value) % 1, 0, name);
    assert.equal(new Set(values).size, values.length);
  });
});
