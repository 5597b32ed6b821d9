// expect: nothing
'use strict';
const { once } = require('node:events');
const net = require('node:net');
class Connection {
  socket = null;
  state = 'closed';
  backlog = [];
  constructor(port) {
    this.port = port;
  }
  send(text) {
    if (this.state === 'open') {
      this.socket.write(text);
      return;
    }
    this.backlog.push(text);
    if (this.state === 'closed') this.open();
  }
  async open() {
    this.state = 'opening';
    const socket = net.connect(this.port, '127.0.0.1');
    await once(socket, 'connect');
    this.socket = socket;
    this.state = 'open';
    for (const text of this.backlog.splice(0)) socket.write(text);
  }
  async end() {
    if (this.socket) {
      this.socket.end();
      await once(this.socket, 'close');
      this.socket = null;
      this.state = 'closed';
    }
  }
}
let received = '';
const server = net.createServer((socket) => {
  socket.setEncoding('utf8');
  socket.on('end', () => socket.end());
  socket.on('data', async (text) => {
    received += text;
    if (received !== 'onetwo') return;
    await connection.end();
    server.close(() => console.log(received));
  });
});
let connection;
server.listen(0, '127.0.0.1', () => {
  connection = new Connection(server.address().port);
  connection.send('one');
  connection.send('two');
});
