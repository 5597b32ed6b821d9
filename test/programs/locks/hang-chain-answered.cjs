// expect: none exit 0
// What a library does in the callback (a write and the tick after it) is no promise, and what it is done for (the server) is nothing that the callback waits for.
const net = require('node:net');
const { stat } = require('node:fs/promises');
const server = net.createServer((socket) => {
  socket.on('data', () => {
    stat(__filename).then(({ size }) => socket.end(String(size)));
  });
});
server.listen(0, () => {
  const client = net.connect(server.address().port, () => client.write('?'));
  client.on('data', (size) => console.log(Number(size) > 0));
  client.on('end', () => server.close());
});
