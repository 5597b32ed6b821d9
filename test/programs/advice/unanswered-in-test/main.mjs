// expect: promise.never-settles main.mjs:25
// One path of the handler does not answer; the test fails by its limit, and the hook behind it closes all, so that nothing waits at the end.
import assert from 'node:assert';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { createApp } from './app.mjs';

let base = '';
let server;

before(async () => {
  server = http.createServer(createApp());
  await new Promise((resolve) => server.listen(0, resolve));
  base = `http://localhost:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('shows a guest', async () => {
  assert.equal(await (await fetch(`${base}/guests/ada`)).text(), 'ada');
});
test('says that it does not know a guest', { timeout: 3000 }, async () => {
  const response = await fetch(`${base}/guests/bob`);
  assert.equal(response.status, 404);
});
