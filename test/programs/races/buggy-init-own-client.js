// expect: race.order.use-before-init 9,20
// The first client is heard of, and the server uses the second one for it, which is made by somebody else.
'use strict';
const net = require('node:net');

let peer = null;
const server = net.createServer((socket) => {
  socket.on('data', () => {
    peer.destroy();
    socket.destroy();
    server.close();
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const first = net.connect(port, '127.0.0.1');
  first.resume();
  setTimeout(() => first.write('hello'), 400);
  setTimeout(() => {
    peer = net.connect(port, 'localhost');
    peer.resume();
  }, 50);
});
