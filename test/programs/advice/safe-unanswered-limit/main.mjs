// expect: nothing
// never: promise.never-settles
// A server that says nothing is what these tests are about: their clients give up by themselves, and the tests pass.
import assert from 'node:assert';
import http from 'node:http';
import { after, before, test } from 'node:test';

let port = 0;
let server;

before(async () => {
  server = http.createServer((req, res) => (req.url === '/quick' ? setTimeout(() => res.end('ok'), 20) : undefined));
  await new Promise((resolve) => server.listen(0, resolve));
  ({ port } = server.address());
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('is answered', async () => {
  assert.equal(await (await fetch(`http://localhost:${port}/quick`)).text(), 'ok');
});
test('gives up', async () => {
  await assert.rejects(fetch(`http://localhost:${port}/never`, { signal: AbortSignal.timeout(2300) }));
});
test('gives up in a callback', (_t, done) => {
  const request = http.get({ port, path: '/never', timeout: 2300 });
  request.on('timeout', () => request.destroy());
  request.on('error', () => done());
});
