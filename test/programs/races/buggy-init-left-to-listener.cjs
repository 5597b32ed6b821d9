// expect: race.order.use-before-init 16,13
// What the lines of a plotter are drawn with is loaded when it connects, and nothing makes its first line wait for that. It comes late here, as plotters do.
'use strict';
const net = require('node:net');
const { setTimeout: pause } = require('node:timers/promises');

const load = (port) => pause(10, { color: port > 0 ? 'red' : 'blue', width: 2 });

const lines = [];
const drawing = net.createServer((socket) => {
  load(socket.remotePort)
    .then((pen) => {
      socket.pen = pen;
    })
    .catch(() => socket.destroy());
  socket.on('data', (text) => lines.push(`${socket.pen.color} ${text}`));
});

function plot(server, text) {
  server.listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1', () => {
      setTimeout(() => socket.end(text), 150);
    });
    socket.on('close', () => server.close(() => console.log(lines.at(-1))));
    socket.resume();
  });
}

plot(drawing, 'arc');
