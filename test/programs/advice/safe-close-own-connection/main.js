// expect: nothing
// stop-after: 5
'use strict';
const net = require('node:net');
const { once } = require('node:events');

const server = net.createServer((socket) => {
  socket.write('price 12\n');
  // Whoever says nothing for so long is told to go.
  socket.setTimeout(2600, () => socket.end());
});

async function main() {
  server.listen(0);
  await once(server, 'listening');
  const feed = net.connect(server.address().port);
  const [line] = await once(feed, 'data');
  console.log(String(line).trim());
  await new Promise((resolve) => {
    server.close(resolve);
  });
  console.log('closed');
}
main();
