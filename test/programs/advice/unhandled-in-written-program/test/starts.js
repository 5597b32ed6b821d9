'use strict';
const assert = require('node:assert/strict');
const { fork } = require('node:child_process');
const { mkdtempSync, realpathSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { test } = require('node:test');

test('an order that nobody takes ends the shop', (t, done) => {
  const file = join(realpathSync(mkdtempSync(join(tmpdir(), 'shop-'))), 'shop.js');
  writeFileSync(file, "async function order() {\n  throw new Error('closed');\n}\norder();\n");
  fork(file, { silent: true }).on('close', (code) => {
    assert.equal(code, 1);
    done();
  });
});
