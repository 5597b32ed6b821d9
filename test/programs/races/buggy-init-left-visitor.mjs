// expect: race.order.use-before-init 10,16
// Who is told that a visitor has left is only set when the book has been opened, and visitors are let in already.
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

let onLeft;

const server = createServer((incoming, response) => {
  response.on('close', () => onLeft(incoming.url));
});

async function openBook() {
  const left = [];
  await sleep(5);
  onLeft = (name) => left.push(name);
  return left;
}

const book = openBook();
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const leave = new AbortController();
const asked = request({ port: server.address().port, path: '/ada', signal: leave.signal });
asked.on('error', () => {});
asked.end();
setTimeout(() => leave.abort(), 30);

const left = await book;
await sleep(80);
server.close();
console.log(left.join(' '));
