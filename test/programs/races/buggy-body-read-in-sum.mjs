// expect: race.stale-compound 15
// The sum is read before the body is: what is small comes along with its answer, and what is not lets others come in between.
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
  sums.bytes += (await response.text()).length;
}
await Promise.all([load('a', 1), load('bb', 120), load('ccc', 240)]);
console.log(sums.bytes);
server.close();
server.closeAllConnections();
