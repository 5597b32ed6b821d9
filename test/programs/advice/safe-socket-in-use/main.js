// expect: nothing
// never: io.no-timeout
// stop-after: 5
'use strict';
const net = require('node:net');

// The other side is there, and says how far it is.
const builder = net.createServer((socket) => {
  socket.once('data', () => {
    let done = 0;
    const progress = setInterval(() => socket.write(`${(done += 1)} %\n`), 300);
    socket.on('close', () => clearInterval(progress));
    socket.on('error', () => {});
  });
});

builder.listen(0, '127.0.0.1', async () => {
  const socket = net.createConnection(builder.address().port, '127.0.0.1');
  const built = await new Promise((resolve) => {
    socket.on('data', (line) => {
      if (String(line).includes('100 %')) resolve('built');
    });
    socket.write('build\n');
  });
  console.log(built);
  socket.destroy();
});
