// expect: nothing
// The handler waits for the server to close, but not for ever: what still waits for its answer then gets one.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const journal = [];
let server;

async function leave() {
  journal.push('leaving');
  const closed = once(server, 'close');
  server.close();
  await Promise.race([closed, delay(20_000)]);
  return journal.length;
}

server = http.createServer(async (request, response) => {
  journal.push(request.url);
  const entries = request.method === 'DELETE' ? await leave() : journal.length;
  response.end(`${entries} entries`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;

setTimeout(() => console.log('late'), 3_000);
console.log(await (await fetch(`${base}/entries`)).text());
console.log(await (await fetch(base, { method: 'DELETE' })).text());
