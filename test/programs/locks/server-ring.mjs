// expect: deadlock.actual 8 signal
import http from 'node:http';
import { Mutex } from 'async-mutex';
const [a, b] = [new Mutex(), new Mutex()];
const pause = () => new Promise((resolve) => setTimeout(resolve, 3));
const pair = async (x, y) => {
  const release = await x.acquire(); await pause();
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
