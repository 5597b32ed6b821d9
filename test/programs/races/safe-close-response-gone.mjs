// expect: nothing
// A response that is destroyed takes what its handler still gives it: whoever sent it away does not want that.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const open = new Set();
const server = http.createServer(async (request, response) => {
  if (request.url === '/kick') {
    for (const each of open) each.destroy();
    response.end('kicked');
    return;
  }
  open.add(response);
  await delay(60);
  response.setHeader('content-type', 'text/plain');
  response.end('here');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const url = `http://127.0.0.1:${server.address().port}`;
const slow = fetch(`${url}/slow`).catch(() => 'gone');
await delay(10);
console.log(await (await fetch(`${url}/kick`)).text(), await slow);
await delay(80);
server.close();
server.closeAllConnections();
