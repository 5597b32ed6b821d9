// expect: nothing
// never: loop.blocked
'use strict';
const net = require('node:net');
const { once } = require('node:events');

function compute(text) {
  const begin = process.cpuUsage();
  let sum = text.length;
  while (process.cpuUsage(begin).user < 300_000) for (let i = 0; i < 1e5; i++) sum = (sum * 31 + 7) % 9973;
  return sum;
}

const server = net.createServer((socket) => {
  socket.on('data', (data) => socket.write(String(data).startsWith('sum') ? `${compute(String(data))}` : 'noted'));
  socket.on('error', () => {});
});

async function connect() {
  const socket = net.connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('hello');
  await once(socket, 'data');
  return socket;
}

server.listen(0, '127.0.0.1', async () => {
  const [asks, leaves, waits] = [await connect(), await connect(), await connect()];
  // While the server computes for one, another one goes, and the third has nothing to say.
  asks.write('sum of it');
  leaves.end();
  await once(asks, 'data');
  // What the client computes before it says something makes nobody wait.
  waits.write(`here is ${compute('mine')}`);
  await once(waits, 'data');
  // And it answers the client, which asks the next thing then.
  asks.write('sum of it');
  await once(asks, 'data');
  waits.write('thanks');
  await once(waits, 'data');
  console.log('done');
  asks.end();
  waits.end();
  server.close();
});
