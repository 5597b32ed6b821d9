// expect: handle.leak main.js:13
// stop-after: 4
'use strict';
const net = require('node:net');
const { createInterface } = require('node:readline');

// Lines come from the connections, and from nowhere else: nothing reads the standard input.
const server = net.createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => socket.write(`${line.toUpperCase()}\n`));
});

server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  createInterface(socket).once('line', (line) => {
    console.log(line);
    server.close();
  });
  socket.write('hello\n');
});
