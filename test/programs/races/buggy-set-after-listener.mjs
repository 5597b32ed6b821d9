// expect: race.order.use-before-init 8,18
// The listener is added in one step, and what it uses is set in a later one.
import { once } from 'node:events';
import http from 'node:http';

let length = 0;
function onTimeout() {
  const { request, response } = this._meta;
  length += request.url.length;
  response.end('late');
}
const ready = new Promise((resolve) => {
  setTimeout(resolve, 2);
});
const server = http.createServer(async (request, response) => {
  request.socket.on('timeout', onTimeout);
  await ready;
  request.socket._meta = { request, response };
});
server.setTimeout(300);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

async function get() {
  const [response] = await once(http.get({ port, host: '127.0.0.1', agent: false }), 'response');
  response.resume();
  await once(response, 'end');
}
await Promise.all([get(), get()]);
await get();
server.close();
console.log(length);
