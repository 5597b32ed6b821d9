// expect: await.in-loop@info main.js:21
'use strict';
const net = require('node:net');
const { once } = require('node:events');

const clock = net.createServer((socket) => setTimeout(() => socket.end('12:00'), 40));

// Each answer comes on a connection of its own.
async function timeAt(place, port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(place);
  const [text] = await once(socket, 'data');
  socket.end();
  return String(text);
}

clock.listen(0, '127.0.0.1', async () => {
  const { port } = clock.address();
  const times = [];
  for (const place of ['Oslo', 'Bern', 'Rome', 'Riga', 'Graz', 'Kiel']) {
    const time = await timeAt(place, port);
    times.push(`${place} ${time}`);
  }
  console.log(times.length);
  clock.close();
});
