// expect: nothing
// The program is its own client and shows the ticket again when it has the answer. A ticket counts as used from the step of the look on: other clients that do not wait are turned away, too.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const used = new Set();
const server = http.createServer(async (request, response) => {
  if (used.has(request.url)) return void response.writeHead(409).end('used');
  used.add(request.url);
  await delay(3);
  response.end('welcome');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

for (const ticket of ['/1', '/1', '/2', '/2']) {
  const answer = await fetch(url + ticket);
  console.log(ticket, answer.status, await answer.text());
}
server.close();
