// expect: race.order.last-write 13
// Two requests put something at one place; what the older one has to wait for takes longer, and its value stays.
import http from 'node:http';
import { once } from 'node:events';

const modes = { roof: 'off' };
const prepare = (mode) => new Promise((resolve) => setTimeout(resolve, mode === 'on' ? 400 : 1));
const server = http.createServer(async (request, response) => {
  const [, room, mode] = request.url.split('/');
  if (request.method === 'PUT') {
    const body = (await request.toArray()).join('');
    await prepare(body);
    modes[room] = body;
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
