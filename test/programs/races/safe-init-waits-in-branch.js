// expect: nothing
/** Whoever comes before the value waits for it in the branch; and what comes on a connection comes after it was made. */
'use strict';
const net = require('node:net');

function createPeer(port) {
  let link = null;
  let greeting;
  const waiting = [];
  return {
    open() {
      const socket = net.connect(port, '127.0.0.1', () => {
        link = socket;
      });
      socket.once('data', (chunk) => {
        greeting = { name: String(chunk) };
        for (const go of waiting) go();
      });
    },
    async hello() {
      if (greeting === undefined) await new Promise((go) => waiting.push(go));
      return greeting.name;
    },
    send(text) {
      if (!greeting) return false;
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
