// expect: hang.exit-pending main.mjs:15
// A test that calls back waits for a job which is taken out of the line and dropped.
import assert from 'node:assert';
import { test } from 'node:test';
import { Printer } from './printer.mjs';

test('prints a sheet', (_t, done) => {
  new Printer().print({ pages: 2 }).then((count) => {
    assert.equal(count, 2);
    done();
  });
});

test('says no to an empty one', { timeout: 1500 }, (_t, done) => {
  new Printer().print({ pages: 0 }).then(
    () => done(new Error('printed nothing')),
    () => done(),
  );
});
