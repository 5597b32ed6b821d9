// expect: nothing
// The body is read first, and then added in one step.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const server = http.createServer((request, response) => response.end(`page ${request.url}`));
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const sums = { bytes: 0 };
async function load(page, after) {
  await sleep(after);
  const response = await fetch(`http://127.0.0.1:${server.address().port}/${page}`);
  const text = await response.text();
  sums.bytes += text.length;
}
await Promise.all([load('a', 1), load('bb', 120), load('ccc', 240)]);
console.log(sums.bytes);
server.close();
server.closeAllConnections();
