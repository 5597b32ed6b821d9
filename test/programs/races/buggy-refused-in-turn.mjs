// expect: race.check-then-act 11,9
// The program is its own client and shows the ticket again when it has the answer; other clients, of which the server knows as little, would not wait for that.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const used = new Set();
const server = http.createServer(async (request, response) => {
  if (used.has(request.url)) return void response.writeHead(409).end('used');
  await delay(3);
  used.add(request.url);
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
