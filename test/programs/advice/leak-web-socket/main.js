// expect: handle.leak main.js:23 | handle.leak main.js:24
// stop-after: 5
'use strict';
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

async function main() {
  const server = http.createServer();
  server.on('upgrade', ({ headers }, socket) => {
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}${GUID}`)
      .digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  // Node 20 has none of its own.
  const client = typeof WebSocket === 'undefined' ? net.connect(port, '127.0.0.1')
    : new WebSocket(`ws://127.0.0.1:${port}`);
  client.onopen = () => console.log('open');
  await new Promise((resolve) => setTimeout(resolve, 300));
  server.close();
  console.log('closed');
}
main();
