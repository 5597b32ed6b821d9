// expect: loop.blocked server.js:7 | loop.blocked server.js:11
// As in blocked-by-test-itself, but it is the server that is tested which computes.
const { fork } = require('node:child_process');
const { join } = require('node:path');
const { test } = require('node:test');
const { start } = require('./server.js');

test('answers', (t, done) => {
  const server = start(() => {
    fork(join(__dirname, 'asks.js'), [String(server.address().port)]).on('exit', () => server.close(() => done()));
  });
});
