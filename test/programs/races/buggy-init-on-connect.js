// expect: race.order.use-before-init 21,17
/** What is used when a connection is made comes with the first answer: the use is always too early. */
'use strict';
const net = require('node:net');

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
  setTimeout(() => socket.write('{"room":7}'), 50);
});

let seat;
let failed = 0;
function join(port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('data', (chunk) => {
    seat = JSON.parse(String(chunk));
  });
  socket.on('connect', () => {
    try {
      socket.write(`room ${seat.room}\n`);
    } catch {
      failed++;
    }
  });
  setTimeout(() => {
    console.log(seat?.room, failed);
    socket.destroy();
    server.close();
  }, 300);
}
server.listen(0, '127.0.0.1', () => join(server.address().port));
