// expect: nothing
// A lamp tells a hub of itself when it likes. Who asks for one of which nobody has heard is told that there is none.
'use strict';
const http = require('node:http');
const net = require('node:net');

const lamps = new Map();
const rooms = {};
const hub = net.createServer((socket) => setTimeout(() => socket.write('lamp hall'), 50));
const desk = http.createServer((request, response) => {
  const [, kind, name] = request.url.split('/');
  if (kind === 'lamps') {
    const lamp = lamps.get(name);
    if (!lamp) return response.writeHead(404).end();
    return response.end(lamp.room);
  }
  const room = rooms[name];
  if (!room) return response.writeHead(404).end();
  response.end(room.lamp);
});

hub.listen(0, '127.0.0.1', () => {
  const line = net.connect(hub.address().port, '127.0.0.1');
  line.setEncoding('utf8');
  line.on('data', (text) => {
    const [lamp, room] = text.split(' ');
    lamps.set(lamp, { room });
    rooms[room] = { lamp };
  });
  const paths = ['/lamps/lamp', '/rooms/hall', '/lamps/lamp', '/rooms/hall'];
  const ask = () => {
    http.get({ port: desk.address().port, path: paths.shift(), agent: false }, (answer) => {
      answer.resume();
      if (paths.length > 0) return setTimeout(ask, paths.length === 2 ? 200 : 1);
      line.destroy();
      hub.close();
      desk.close();
    });
  };
  desk.listen(0, '127.0.0.1', ask);
});
