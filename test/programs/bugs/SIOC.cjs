// expect: race.order.use-before-init 35,20
/**
 * SIOC: socket.io-client (NodeRacer): what is sent right after the transport connects fails now and then.
 * Root cause: the client counts as connected before the handshake has told it its id; an event sent in between uses an id that is not there yet.
 * Original fix: events wait until the handshake is done.
 */
'use strict';
const net = require('node:net');

class Client {
  constructor(port) {
    this.port = port;
    this.engine = null;
    this.id = undefined;
  }
  connect() {
    const engine = net.connect(this.port, '127.0.0.1');
    engine.setEncoding('utf8');
    engine.on('data', (line) => {
      this.id = line.trim();
    });
    engine.on('connect', () => {
      this.engine = engine;
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
    if (!this.engine) return;
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
  let success = 0;
  setTimeout(() => {
    try {
      client.emit('ping');
      success++;
    } catch {
      // the handshake has not come yet
    }
  }, 25);
  setTimeout(() => {
    client.emit('pong');
    console.log('end');
    client.close();
    server.close();
  }, 200);
});
