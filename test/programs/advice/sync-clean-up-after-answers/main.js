// expect: loop.sync-api main.js:21 ; loop.sync-api main.js:22
// As in safe-sync-clean-up-of-tests, but a server that does so with every answer.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const steps = [];
let after;
const answer = (name, body) => steps.push([name, body]);
const behind = (body) => (after = body);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'shelf-'));
const server = http.createServer((request, response) => {
  response.end('here');
  server.emit('served');
});

behind((done) => {
  for (let i = 0; i < 150; i++) fs.writeFileSync(path.join(folder, `${i}.txt`), 'page');
  for (let i = 0; i < 150; i++) fs.unlinkSync(path.join(folder, `${i}.txt`));
  done();
});

const ask = (page, done) => {
  server.once('served', done);
  http.get({ port: server.address().port, path: page }, (response) => response.resume());
};
answer('answers the first', (done) => ask('/first', done));
answer('answers the second', (done) => ask('/second', done));

function next() {
  const [name, body] = steps.shift() ?? [];
  if (body === undefined) {
    server.close();
    server.closeAllConnections();
    return setImmediate(() => fs.rmdirSync(folder));
  }
  body(() => after(() => (console.log(name), process.nextTick(next))));
}

server.listen(0, next);
