// expect: nothing
// stop-after: 4
// never: handle.leak timer.leak
// A test that takes long is under way: its server and its interval are what it needs, and an `after` hook stops them.
import assert from 'node:assert';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

let base = '';
let server;
let beat;

before(async () => {
  server = http.createServer((req, res) => setTimeout(() => res.end(req.url), 20));
  beat = setInterval(() => process.stdout.write('.'), 500);
  await new Promise((resolve) => server.listen(0, resolve));
  base = `http://localhost:${server.address().port}`;
});

after(() => {
  clearInterval(beat);
  server.close();
});

test('answers', async () => {
  const response = await fetch(`${base}/north`);
  assert.equal(await response.text(), '/north');
});

test('answers after a long pause', async () => {
  await sleep(20_000);
  const response = await fetch(`${base}/south`);
  assert.equal(await response.text(), '/south');
});
