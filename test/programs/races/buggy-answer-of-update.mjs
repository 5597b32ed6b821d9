// expect: race.atomicity 32 ; race.atomicity 43
// What was read is sent with one more, and the answer is stored: the headers say how to ask, the body and the argument are what is computed.
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const server = http.createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part) => (text += part));
  request.on('end', () => {
    response.setHeader('etag', 'x');
    response.end(text);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;

const likes = new Map([
  ['/a', { etag: 'x', count: 0 }],
  ['/b', { etag: 'x', count: 0 }],
]);
async function like(path) {
  const old = likes.get(path);
  const answer = await fetch(base + path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ count: old.count + 1 }),
  });
  const { count } = await answer.json();
  likes.set(path, { etag: answer.headers.get('etag'), count });
}

const visits = new Map([['/a', 0]]);
async function save(path, count) {
  await delay(1);
  return count;
}
async function visit(path) {
  const old = visits.get(path);
  const count = await save(path, old + 1);
  visits.set(path, count);
}

await Promise.all([like('/a'), like('/b'), like('/a')]);
await Promise.all([visit('/a'), visit('/a')]);
console.log([...likes.keys(), ...visits.keys()].join());
server.closeAllConnections();
server.close();
