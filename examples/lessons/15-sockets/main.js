'use strict';
const net = require('node:net');
const scale = process.env.LESSONS_FAST === '1' ? 0.1 : 1;

// An operator who serves many callers: nobody holds the line while another one thinks.
const server = net.createServer((socket) => {
  socket.on('data', (data) => setTimeout(() => socket.end(`you said ${data}`), 300 * scale));
});

server.listen(0, () => {
  let open = 3;
  for (const name of ['Alice', 'Bob', 'Charlie']) {
    const socket = net.connect(server.address().port, () => socket.write(name));
    socket.on('data', (data) => console.log(String(data)));
    socket.on('close', () => {
      if (--open === 0) server.close();
    });
  }
});
