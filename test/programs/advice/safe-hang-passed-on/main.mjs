// expect: nothing
// A test makes sure that a sheet which is held back is not printed meanwhile, and goes on: the promise is meant to stay open.
import assert from 'node:assert';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Printer } from './printer.mjs';

test('prints a sheet', async () => {
  assert.equal(await new Printer().print({ pages: 2 }), 2);
});

test('holds an empty one back', (_t, done) => {
  let early = false;
  new Printer().print({ pages: 0 }).then(() => {
    early = true;
  });
  setTimeout(() => {
    assert.equal(early, false);
    done();
  }, 100);
});

test('prints another sheet', async () => {
  await sleep(20);
  assert.equal(await new Printer().print({ pages: 3 }), 3);
});
