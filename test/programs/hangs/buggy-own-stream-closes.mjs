// expect: promise.never-settles 10
// The same over HTTP/2, where a session stays open. Says `late` when the request is old enough.
import { once } from 'node:events';
import http2 from 'node:http2';

const server = http2.createServer();

async function leave(stream) {
  stream.respond({ ':status': 202 });
  await new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  stream.end('left');
}

server.on('stream', (stream, headers) => {
  if (headers[':path'] === '/leave') {
    leave(stream).catch(console.error);
    return;
  }
  stream.respond({ ':status': 200 });
  stream.end('here');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = http2.connect(`http://127.0.0.1:${server.address().port}`);

async function get(path) {
  const request = client.request({ ':path': path });
  request.setEncoding('utf8');
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

setTimeout(() => console.log('late'), 4_000);
console.log(await get('/'));
console.log(await get('/leave'));
