// expect: nothing
// never: await.in-loop
import http from 'node:http';
import { once } from 'node:events';

// Four at a time: the width is chosen, so that rounds follow each other.
async function size(url) {
  const response = await fetch(url);
  return (await response.text()).length;
}

async function sizes(urls) {
  const found = [];
  for (let i = 0; i < urls.length; i += 4) found.push(...(await Promise.all(urls.slice(i, i + 4).map((url) => size(url)))));
  return found;
}

const server = http.createServer((req, res) => setTimeout(() => res.end('x'.repeat(100)), 60));
await once(server.listen(0, '127.0.0.1'), 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
console.log((await sizes(Array.from({ length: 20 }, (_, i) => `${base}/${i}`))).length);
server.close();
server.closeAllConnections();
