// expect: promise.unhandled@info load.js:4
// As in unhandled-in-tested-child, but what the test starts is a text of its own, which leaves out the handler.
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { test } = require('node:test');

test('says what is not there', (t, done) => {
  const program = spawn(process.execPath, ['-e', "require('./load.js').load('nowhere')"], { cwd: __dirname });
  let said = '';
  program.stderr.on('data', (text) => (said += text));
  program.on('close', (code) => {
    assert.equal(code, 1);
    assert.match(said, /nothing there/);
    done();
  });
});
