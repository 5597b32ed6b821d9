// expect: deadlock.actual 10 signal
import http from 'node:http';
import { Mutex } from 'async-mutex';
const [a, b] = [new Mutex(), new Mutex()];
let inside = 0;
let letOn;
const bothInside = new Promise((resolve) => (letOn = resolve));
const pair = async (x, y) => {
  const release = await x.acquire(); if (++inside === 2) letOn(); await bothInside;
  const inner = await y.acquire();
  inner();
  release();
};
const server = http.createServer(async (request, response) => {
  await (request.url === '/a' ? pair(a, b) : pair(b, a));
  response.end('ok');
});
server.listen(0, () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  for (const path of ['/a', '/b']) fetch(url + path).catch(() => {});
});
