// expect: nothing
// The handler has answered when it waits for the server to close: the agent keeps its connections for the next request, and they end by themselves when none comes.
import { once } from 'node:events';
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true });
let server;

async function leave() {
  const closed = once(server, 'close');
  server.close();
  await closed;
  console.log('closed');
}

server = http.createServer(async (request, response) => {
  response.end(`${request.method} done`);
  if (request.method === 'DELETE') await leave();
});
server.keepAliveTimeout = 15_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

function ask(method) {
  const { port } = server.address();
  return new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', method, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece) => (text += piece));
      response.on('end', () => resolve(text));
    });
    request.on('error', reject).end();
  });
}

setTimeout(() => console.log('late'), 4_000);
console.log((await Promise.all([ask('GET'), ask('GET')])).join());
console.log(await ask('DELETE'));
