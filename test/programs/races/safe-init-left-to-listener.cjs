// expect: nothing
// What the lines of a plotter are drawn with is loaded when it connects: it is told that it may begin, its lines wait, or they are drawn without.
'use strict';
const net = require('node:net');
const { setTimeout: pause } = require('node:timers/promises');

const load = (port) => pause(10, { color: port > 0 ? 'red' : 'blue', width: 2 });

const lines = [];
const drawing = net.createServer((socket) => {
  load(socket.remotePort)
    .then((pen) => {
      socket.pen = pen;
      socket.write('ready');
    })
    .catch(() => socket.destroy());
  socket.on('data', (text) => lines.push(`${socket.pen.color} ${text}`));
});

const writing = net.createServer((socket) => {
  const nib = load(socket.remotePort);
  nib.catch(() => socket.destroy());
  socket.on('data', (text) => nib.then(({ width }) => lines.push(`${width} ${text}`)));
});

const shading = net.createServer((socket) => {
  load(socket.remotePort).then(
    (brush) => {
      socket.brush = brush;
    },
    () => socket.destroy(),
  );
  socket.on('data', (text) => lines.push(socket.brush ? `${socket.brush.color} ${text}` : text));
});

const framing = net.createServer((socket) => {
  load(socket.remotePort).then(
    (edge) => {
      socket.edge = edge;
      socket.on('data', (text) => lines.push(`${socket.edge.width} ${text}`));
    },
    () => socket.destroy(),
  );
});

/** One after the other, so that the last line is its own. */
function plot(server, text, isAsked) {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const socket = net.connect(server.address().port, '127.0.0.1', () => {
        if (!isAsked) setTimeout(() => socket.end(text), 150);
      });
      socket.on('data', () => socket.end(text));
      socket.on('close', () => server.close(resolve));
    });
  });
}

async function main() {
  const plots = [
    [drawing, 'arc', true],
    [writing, 'text'],
    [shading, 'grey'],
    [framing, 'box'],
  ];
  for (const [server, text, isAsked] of plots) {
    await plot(server, text, isAsked);
    console.log(lines.at(-1));
  }
}

main();
