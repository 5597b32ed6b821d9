// expect: loop.blocked main.js:19
'use strict';
const net = require('node:net');
const readline = require('node:readline');
const { once } = require('node:events');

function priceOf(route) {
  const begin = process.cpuUsage();
  let price = route.length;
  while (process.cpuUsage(begin).user < 350_000) for (let i = 0; i < 1e5; i++) price = (price * 31 + 7) % 9973;
  return price;
}

// One visitor asks for something that takes long; the question of another one has come in behind it.
const server = net.createServer((socket) => {
  const lines = readline.createInterface({ input: socket });
  lines.on('line', (line) => {
    const [what, route] = line.split(' ');
    socket.write(what === 'price' ? `${priceOf(route)}\n` : 'here\n');
  });
});

async function connect() {
  const socket = net.connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('hello\n');
  await once(socket, 'data');
  return socket;
}

server.listen(0, '127.0.0.1', async () => {
  const [first, second] = [await connect(), await connect()];
  first.write('price north\n');
  second.write('hello\n');
  await Promise.all([once(first, 'data'), once(second, 'data')]);
  console.log('answered');
  first.end();
  second.end();
  server.close();
});
