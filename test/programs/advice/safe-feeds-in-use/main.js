// expect: nothing
// stop-after: 5
const net = require('node:net');
const { once } = require('node:events');

// Thirty feeds, subscribed one after the other, and read for as long as the program lives.
const exchange = net.createServer((socket) => {
  const quoting = setInterval(() => socket.write('quote\n'), 50);
  socket.on('close', () => clearInterval(quoting));
  socket.on('error', () => {});
});
const quotes = { count: 0 };

async function subscribe(port) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('data', () => {
    quotes.count++;
  });
}

exchange.listen(0, '127.0.0.1', async () => {
  for (let i = 0; i < 30; i++) {
    await subscribe(exchange.address().port);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  console.log('subscribed');
});
