// expect: handle.leak main.mjs:12
// stop-after: 8
// All tests pass, and the process does not come to its end: nobody closes what the hook before them has opened.
import assert from 'node:assert';
import http from 'node:http';
import { before, test } from 'node:test';

let base = '';

before(async () => {
  const server = http.createServer((req, res) => setTimeout(() => res.end(req.url), 20));
  await new Promise((resolve) => server.listen(0, resolve));
  base = `http://localhost:${server.address().port}`;
});

test('tells the way', async () => {
  const response = await fetch(`${base}/north`);
  assert.equal(await response.text(), '/north');
});

test('tells another way', async () => {
  const response = await fetch(`${base}/south`);
  assert.equal(await response.text(), '/south');
});
