// expect: io.no-timeout main.mjs:29
// stop-after: 8
// The connection stands, and whoever is at the other end says nothing any more.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { WebSocket } from 'undici';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const server = http.createServer();
server.on('upgrade', ({ headers }, socket) => {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const link = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
const asked = new Map();
link.addEventListener('message', ({ data }) => {
  const { id, result } = JSON.parse(data);
  asked.get(id)?.(result);
});
await once(link, 'open');

function call(id) {
  return new Promise((resolve) => {
    asked.set(id, resolve);
    link.send(JSON.stringify({ id }));
  });
}
console.log(await call(1));
