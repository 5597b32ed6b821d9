// expect: nothing
// never: loop.microtask-starvation
// Others are let in after each part; at the start nobody is due.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setImmediate as breathe } from 'node:timers/promises';

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
    await breathe();
  }
  return sum;
}

const parts = Array.from({ length: 100 }, (_, i) => i + 1);
async function countNow(some) {
  let sum = 0;
  for (const part of some) sum += await count(part);
  return sum;
}
const first = await countNow(parts.slice(0, 60));

let beats = 0;
const beat = setInterval(() => beats++, 20);
const server = createServer(async (request, response) => {
  response.end(request.url === '/count' ? String(await countAll(parts)) : 'ok');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${server.address().port}`;
const texts = await Promise.all(['/count', '/'].map(async (path) => (await fetch(address + path)).text()));
console.log(first, texts.join());
clearInterval(beat);
server.close();
server.closeAllConnections();
