// expect: deadlock.actual 13
// The handler waits for the server to close, which waits for its answer. Says `late` when the request is old enough.
import { once } from 'node:events';
import http from 'node:http';

const journal = [];
let server;

async function leave() {
  journal.push('leaving');
  const closed = once(server, 'close');
  server.close();
  await closed;
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
