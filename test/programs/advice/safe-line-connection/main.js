// expect: nothing
// stop-after: 4
'use strict';
const net = require('node:net');
const { createInterface } = require('node:readline');
const { stdin } = process;

// Whoever sits before it may type the next line.
const server = net.createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => socket.write(`${line.toUpperCase()}\n`));
});

server.listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  createInterface({ input: socket }).once('line', (line) => {
    console.log(line);
    server.close();
  });
  createInterface({ input: stdin }).on('line', (line) => socket.write(`${line}\n`));
  socket.write('hello\n');
});
