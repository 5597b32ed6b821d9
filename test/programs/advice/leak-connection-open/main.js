// expect: handle.leak main.js:12
// stop-after: 4
'use strict';
const net = require('node:net');

const server = net.createServer((socket) => {
  socket.on('data', (d) => socket.write(`length ${d.length}\n`));
});

class Client {
  constructor(port) {
    this.socket = net.connect(port, '127.0.0.1');
  }
  ask(text) {
    return new Promise((resolve, reject) => {
      this.socket.once('data', (d) => resolve(d.toString().trim()));
      this.socket.once('error', reject);
      this.socket.write(text);
    });
  }
}

server.listen(0, '127.0.0.1', async () => {
  const client = new Client(server.address().port);
  console.log(await client.ask('hello'));
  server.close(() => console.log('closed'));
});
