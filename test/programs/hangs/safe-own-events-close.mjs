// expect: nothing
// The server closes and ends its streams of events then: the connection is kept for some time by who has asked. Says `late` when that has lasted long enough.
import { once } from 'node:events';
import http from 'node:http';
import { promisify } from 'node:util';

const streams = new Set();
const server = http.createServer((request, response) => {
  if (request.url !== '/news') return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': hello\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
});

function tell(text) {
  for (const stream of streams) stream.write(`data: ${text}\n\n`);
}

async function stop() {
  const close = promisify(server.close.bind(server));
  const closed = close();
  tell('closing');
  for (const stream of streams) stream.end();
  await closed;
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const [reader] = await once(http.get(`http://127.0.0.1:${server.address().port}/news`, { agent: new http.Agent({ keepAlive: true }) }), 'response');
reader.setEncoding('utf8');
reader.on('data', (text) => console.log(text.trim()));
setTimeout(() => console.log('late'), 4_000);
await stop();
console.log('stopped');
