// expect: handle.leak main.js:9
// stop-after: 5
'use strict';
const net = require('node:net');

// Whoever asks wants to know whether anyone is there; the connection is left behind.
function isUp(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const timer = setTimeout(() => finish(false), 500);
    const finish = (up) => {
      clearTimeout(timer);
      resolve(up);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

const server = net.createServer((socket) => socket.on('error', () => {}));
server.unref();
server.listen(0, '127.0.0.1', async () => {
  let up = 0;
  for (let i = 0; i < 7; i++) if (await isUp(server.address().port)) up++;
  console.log('up', up);
});
