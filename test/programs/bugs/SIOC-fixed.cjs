// expect: nothing
/**
 * SIOC, repaired.
 */
'use strict';
const net = require('node:net');

class Client {
  constructor(port) {
    this.port = port;
    this.engine = null;
    this.id = undefined;
    this.buffer = [];
  }
  connect() {
    const engine = net.connect(this.port, '127.0.0.1');
    engine.setEncoding('utf8');
    engine.on('data', (line) => {
      this.id = line.trim();
      this.engine = engine;
      for (const event of this.buffer.splice(0)) this.emit(event);
    });
    engine.on('close', () => {
      this.engine = null;
      this.id = undefined;
    });
  }
  close() {
    if (this.engine) this.engine.destroy();
  }
  emit(event) {
    if (!this.engine) {
      this.buffer.push(event);
      return;
    }
    this.engine.write(`${this.id.toUpperCase()} ${event}\n`);
  }
}

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
  setTimeout(() => socket.write('sid42\n'), 60);
});
server.listen(0, '127.0.0.1', () => {
  const client = new Client(server.address().port);
  client.connect();
  setTimeout(() => client.emit('ping'), 25);
  setTimeout(() => {
    client.emit('pong');
    console.log('end');
    client.close();
    server.close();
  }, 600);
});
