// expect: nothing
// Who is told that a visitor has left is set before the visitor is sent for: his handler adds the listener that tells.
import { createServer, request } from 'node:http';
import { once } from 'node:events';

let onLeft;
let isReady;

const server = createServer((incoming, response) => {
  const left = new AbortController();
  response.on('close', () => left.abort());
  left.signal.addEventListener('abort', () => onLeft());
  isReady?.();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function visit() {
  const gone = new Promise((resolve) => {
    onLeft = resolve;
  });
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  const leave = new AbortController();
  const asked = request({ port: server.address().port, signal: leave.signal });
  asked.on('error', () => {});
  asked.end();
  await ready;
  leave.abort();
  await gone;
}

await visit();
server.close();
console.log('left');
