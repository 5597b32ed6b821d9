// expect: race.order.use-after-close 17,25
'use strict';
// The line is lost, and a new one is to be opened; whoever closes the client meanwhile finds nothing to close, and leaves the timer.
const { once } = require('node:events');
const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');

class Client {
  closed = false;

  constructor(port) {
    this.port = port;
    this.dial();
  }
  dial() {
    const socket = net.connect(this.port);
    this.socket = socket;
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (!this.closed) this.retry = setTimeout(() => this.dial(), 150);
    });
  }
  close() {
    this.closed = true;
    // The next try is still to come.
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.end();
  }
}

async function main() {
  const open = new Set();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).resume();
  });
  server.listen(0);
  await once(server, 'listening');
  const client = new Client(server.address().port);
  await once(server, 'connection');
  await sleep(20);
  for (const socket of open) socket.destroy();
  await sleep(50);
  client.close();
  await sleep(400);
  console.log(open.size);
  for (const socket of open) socket.destroy();
  server.close();
}

main();
