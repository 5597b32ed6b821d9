// expect: timer.leak main.mjs:13
// Tests ask one service, each of whose requests leaves an interval behind.
import assert from 'node:assert';
import http from 'node:http';
import { once } from 'node:events';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const seen = { beats: 0, timers: [] };
const stop = () => seen.timers.forEach((timer) => clearInterval(timer));
process.on('SIGUSR2', stop);
const server = http.createServer((request, response) => {
  const timer = setInterval(() => seen.beats++, 1000);
  timer.unref();
  seen.timers.push(timer);
  response.end('ok');
});

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => {
  server.closeAllConnections();
  server.close();
});

for (let i = 0; i < 40; i++) {
  test(`answers question ${i}`, async () => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/${i}`);
    assert.equal(await response.text(), 'ok');
    await sleep(5);
  });
}
