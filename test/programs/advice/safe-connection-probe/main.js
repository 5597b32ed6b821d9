// expect: nothing
// never: handle.leak
// stop-after: 3
'use strict';
const net = require('node:net');

function isUp(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

// These are to stand: as long as they do, the other side is known to be there.
function watch(port, gone) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve());
    socket.on('error', () => {});
    socket.on('close', gone);
  });
}

const server = net.createServer((socket) => socket.on('error', () => {}));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  let up = 0;
  for (let i = 0; i < 7; i++) if (await isUp(port)) up++;
  for (let i = 0; i < 7; i++) await watch(port, () => up--);
  console.log('up', up);
});
