// expect: nothing
/**
 * NES, repaired.
 */
'use strict';
const net = require('node:net');

class Client {
  constructor(port) {
    this.port = port;
    this.socket = null;
    this.reconnection = null;
    this.onError = () => {};
  }
  connect(options, callback) {
    this.reconnection = { wait: options.delay, auth: options.auth };
    this._connect(options.auth, callback);
  }
  _connect(auth, callback) {
    const socket = net.connect(this.port, '127.0.0.1');
    this.socket = socket;
    socket.on('error', () => {});
    socket.once('connect', () => callback(null, auth));
    socket.once('close', () => this._reconnect());
  }
  _reconnect() {
    if (!this.reconnection) return;
    this.timer = setTimeout(() => {
      try {
        this._connect(this.reconnection.auth, () => {});
      } catch (err) {
        this.onError(err);
      }
    }, this.reconnection.wait);
  }
  disconnect() {
    this.reconnection = null;
    clearTimeout(this.timer);
    if (this.socket) this.socket.destroy();
  }
}

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  setTimeout(() => socket.destroy(), 10);
});
server.listen(0, '127.0.0.1', () => {
  const client = new Client(server.address().port);
  client.onError = () => {};
  client.connect({ delay: 40, auth: 'me' }, () => {
    client.socket.once('close', () => {
      setTimeout(() => {
        client.disconnect();
        console.log('disconnected');
        server.close();
      }, 15);
    });
  });
});
