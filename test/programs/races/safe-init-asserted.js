// expect: nothing
// The error of a connection comes before its end, and whoever uses it has asserted that it is there.
'use strict';
const assert = require('node:assert');
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
      assert.ok(failed, 'an error is expected');
      console.log(failed.response.includes('busy'));
    });
  });
  client.connect(server.address().port);
});
