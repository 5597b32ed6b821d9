// expect: race.order.use-before-init 26,22
// What the server says comes by one event and is used by another one, which comes without it when the server says nothing.
'use strict';
const net = require('node:net');
const { EventEmitter } = require('node:events');

class Client extends EventEmitter {
  connect(port) {
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('data', (data) => this.emit('error', Object.assign(new Error('refused'), { response: data.toString() })));
    this.socket.on('close', () => this.emit('end'));
  }
}

const server = net.createServer((socket) => {
  socket.end('421 busy');
});
server.listen(0, '127.0.0.1', () => {
  const client = new Client();
  let failed = null;
  client.on('error', (error) => {
    failed = error;
  });
  client.on('end', () => {
    server.close(() => {
      console.log(failed.response.includes('busy'));
    });
  });
  client.connect(server.address().port);
});
