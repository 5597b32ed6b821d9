// expect: nothing
// A property that is set in the step that adds the listener which uses it: no event comes in between.
import { once } from 'node:events';
import http from 'node:http';

let length = 0;
function onTimeout() {
  const { request, response } = this._meta;
  length += request.url.length;
  response.end('late');
}
const server = http.createServer((request, response) => {
  if (!request.socket._meta) request.socket.on('timeout', onTimeout);
  request.socket._meta = { request, response };
});
server.setTimeout(30);
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
