'use strict';
const assert = require('node:assert/strict');
const { fork } = require('node:child_process');
const { join } = require('node:path');
const { test } = require('node:test');

test('says why it ends', (t, done) => {
  fork(join(__dirname, '..', 'rejects.js'), { silent: true }).on('close', (code) => {
    assert.equal(code, 3);
    done();
  });
});
