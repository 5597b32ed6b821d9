// expect: loop.blocked@info main.js:11 | loop.blocked@info main.js:15
// A test of what clients see of a server that is busy keeps it busy itself.
const http = require('node:http');
const { fork } = require('node:child_process');
const { join } = require('node:path');
const { test } = require('node:test');

/** So much processor time and nothing else. */
function busy(ms) {
  const until = process.cpuUsage().user + ms * 1000;
  while (process.cpuUsage().user < until) {}
}

function answer(request, response) {
  busy(250);
  response.end('late');
}

test('answers late', (t, done) => {
  const server = http.createServer(answer).listen(0, () => {
    fork(join(__dirname, 'asks.js'), [String(server.address().port)]).on('exit', () => server.close(() => done()));
  });
});
