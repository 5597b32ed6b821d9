// expect: nothing
// stop-after: 5
import net from 'node:net';
import { once } from 'node:events';

// The beat of a connection is cleared with it. The interval that is made at its close waits for the time to dial again.
const server = net.createServer((peer) => peer.on('end', () => peer.end()).resume());
server.listen(0, '127.0.0.1');
await once(server, 'listening');

function connect(port) {
  const socket = net.connect(port, '127.0.0.1');
  let beat;
  socket.on('connect', () => {
    beat = setInterval(() => socket.write('beat'), 100);
  });
  socket.on('close', () => {
    clearInterval(beat);
    let left = 600;
    const wait = setInterval(() => {
      if (--left > 0) return;
      clearInterval(wait);
      connect(port);
    }, 100);
  });
  return socket;
}

const socket = connect(server.address().port);
await once(socket, 'connect');
socket.end();
await once(socket, 'close');
server.close(() => console.log('closed'));
