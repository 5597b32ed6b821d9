// expect: race.order.use-after-close 22,27
// The beats go on when the connection is closed, and what they send is lost.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { WebSocket } from 'undici';
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const server = http.createServer();
server.on('upgrade', ({ headers }, socket) => {
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.on('error', () => {});
  socket.on('data', (frames) => {
    for (let at = 0; at < frames.length; at += 6 + (frames[at + 1] & 127)) {
      if ((frames[at] & 15) === 8) setTimeout(() => socket.end(Buffer.from([0x88, 0])), 100);
    }
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const link = new WebSocket(`ws://127.0.0.1:${server.address().port}`);
await once(link, 'open');
const beats = setInterval(() => link.send('beat'), 15);
setTimeout(() => {
  clearInterval(beats);
  server.close();
}, 300);
setTimeout(() => link.close(), 60);
