// expect: nothing
// What comes over a connection of the peer comes after the step in which that was made, and set.
'use strict';
const net = require('node:net');

let peer = null;
const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    if (String(data) === 'first') return socket.end();
    peer.destroy();
    socket.destroy();
    server.close();
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const first = net.connect(port, '127.0.0.1');
  first.resume();
  first.write('first');
  setTimeout(() => {
    peer = net.connect(port, 'localhost');
    setTimeout(() => peer.write('hello'), 20);
  }, 50);
});
