// expect: nothing
// A request that is not the newest one any more when it is ready stores nothing; one that comes when the other is done does.
import http from 'node:http';
import { once } from 'node:events';

const modes = { roof: 'off' };
let newest = 0;
const prepare = (mode) => new Promise((resolve) => setTimeout(resolve, mode === 'on' ? 400 : 1));
const server = http.createServer(async (request, response) => {
  const [, room, mode] = request.url.split('/');
  if (request.method === 'PUT') {
    const body = (await request.toArray()).join('');
    const own = ++newest;
    await prepare(body);
    if (own === newest) modes[room] = body;
  }
  response.end(mode ?? modes[room]);
});
await once(server.listen(0, '127.0.0.1'), 'listening');

async function send(method, body) {
  const request = http.request({ port: server.address().port, path: '/roof', method, agent: false });
  request.end(body);
  const [response] = await once(request, 'response');
  return (await response.toArray()).join('');
}
const first = send('PUT', 'on');
await once(server, 'request');
const second = send('PUT', 'off');
await Promise.all([first, second]);
console.log(await send('GET'));
server.close();
