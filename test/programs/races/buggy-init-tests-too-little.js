// expect: race.order.use-before-init 24,18 ; race.order.use-before-init 28,15
/** The test is of something that is set before the value. */
'use strict';
const net = require('node:net');

function createPeer(port) {
  let link = null;
  let greeting;
  let opened = false;
  const waiting = [];
  return {
    open() {
      opened = true;
      const socket = net.connect(port, '127.0.0.1', () => {
        link = socket;
      });
      socket.once('data', (chunk) => {
        greeting = { name: String(chunk) };
        for (const go of waiting) go();
      });
    },
    async hello() {
      await Promise.all(waiting);
      return greeting.name;
    },
    send(text) {
      if (!opened) return false;
      return link.write(text);
    },
    close: () => link?.end(),
  };
}

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
  socket.write('hello');
});
server.listen(0, '127.0.0.1', () => {
  const peer = createPeer(server.address().port);
  peer.open();
  setTimeout(async () => {
    console.log(await peer.hello(), peer.send('x'));
    peer.close();
    server.close();
  }, 200);
});
