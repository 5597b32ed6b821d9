// expect: race.atomicity 21,27,29
/**
 * express-user: https://github.com/expressjs/express/issues/3536 ("set settings per response"; the answers warn of a race).
 * Root cause: a middleware changes a setting of the application for its own request; until that request has its data and is formatted, the
 * next request has changed the setting for itself.
 * Fix: what belongs to one request is kept with the request.
 */
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const app = { settings: { 'json spaces': 0 } };
const seen = [];

async function load(name) {
  await delay(name === 'slow' ? 60 : 5);
  return { name };
}

function send(response, body) {
  response.end(JSON.stringify(body, null, app.settings['json spaces']));
}

async function handle(request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (url.searchParams.has('pretty')) {
    app.settings['json spaces'] = 2;
  } else {
    app.settings['json spaces'] = 0;
  }
  seen.push(url.pathname);
  send(response, await load(url.pathname.slice(1)));
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
