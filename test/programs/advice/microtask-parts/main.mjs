// expect: loop.microtask-starvation main.mjs:20
// A hundred parts of a few milliseconds each: none blocks the loop, and an await between them lets nobody in.
import { createServer } from 'node:http';
import { once } from 'node:events';

function tally(part) {
  const end = performance.now() + 5;
  let sum = 0;
  while (performance.now() < end) sum += part;
  return sum > 0 ? 1 : 0;
}

async function count(part) {
  return tally(part);
}

async function countAll(parts) {
  let sum = 0;
  for (const part of parts) {
    sum += await count(part);
  }
  return sum;
}

const parts = Array.from({ length: 100 }, (_, i) => i + 1);
let beats = 0;
const beat = setInterval(() => beats++, 20);
const server = createServer(async (request, response) => {
  response.end(request.url === '/count' ? String(await countAll(parts)) : 'ok');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${server.address().port}`;
const texts = await Promise.all(['/count', '/'].map(async (path) => (await fetch(address + path)).text()));
console.log(texts.join());
clearInterval(beat);
server.close();
server.closeAllConnections();
