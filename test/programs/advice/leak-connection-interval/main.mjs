// expect: timer.leak main.mjs:14
// stop-after: 5
import net from 'node:net';
import { once } from 'node:events';

// The beat of a connection goes on when the connection has been closed.
const server = net.createServer((peer) => peer.on('end', () => peer.end()).resume());
server.listen(0, '127.0.0.1');
await once(server, 'listening');

function connect(port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('connect', () => {
    setInterval(() => {
      if (!socket.destroyed) socket.write('beat');
    }, 100);
  });
  return socket;
}

const socket = connect(server.address().port);
await once(socket, 'connect');
socket.end();
await once(socket, 'close');
server.close(() => console.log('closed'));
