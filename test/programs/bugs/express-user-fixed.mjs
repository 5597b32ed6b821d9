// expect: nothing
/** The repaired twin of express-user.mjs: the setting of a request is kept with the request. */
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const app = { settings: { 'json spaces': 0 } };
const seen = [];

async function load(name) {
  await delay(name === 'slow' ? 60 : 5);
  return { name };
}

function send(response, body, spaces) {
  response.end(JSON.stringify(body, null, spaces));
}

async function handle(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const spaces = url.searchParams.has('pretty') ? 2 : app.settings['json spaces'];
  seen.push(url.pathname);
  send(response, await load(url.pathname.slice(1)), spaces);
}

const server = http.createServer(handle);
await once(server.listen(0, '127.0.0.1'), 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const pretty = fetch(`${base}/slow?pretty=1`).then((r) => r.text());
await delay(20);
const plain = fetch(`${base}/quick`).then((r) => r.text());
const bodies = await Promise.all([pretty, plain]);
console.log(bodies.length, 'answers');
server.closeAllConnections();
server.close();
