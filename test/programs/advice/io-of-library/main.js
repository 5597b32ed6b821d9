// expect: io.bound@info main.js:28
// never: pool.bound
'use strict';
const { AsyncResource } = require('node:async_hooks');
const net = require('node:net');
const { once } = require('node:events');

// As drivers do: each query is a resource with a name of the library's own, and is answered in the callback of the connection.
class Connection {
  constructor(port) {
    this.waiting = [];
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('data', (data) => {
      for (const line of data.toString().trim().split('\n')) {
        const { resource, resolve } = this.waiting.shift();
        resource.runInAsyncScope(resolve, null, line);
      }
    });
  }
  query(text) {
    return new Promise((resolve) => {
      this.waiting.push({ resource: new AsyncResource('STORE_REQUEST'), resolve });
      this.socket.write(`${text}\n`);
    });
  }
}

async function report(connection) {
  const rows = [];
  let next = 'first';
  while (next !== 'last') rows.push((next = await connection.query(next)));
  return rows;
}

async function main() {
  let left = 6;
  const server = net.createServer((socket) => {
    socket.on('data', () => setTimeout(() => socket.write(--left > 0 ? `row ${left}\n` : 'last\n'), 100));
    socket.on('end', () => socket.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const connection = new Connection(server.address().port);
  console.log((await report(connection)).length);
  connection.socket.end();
  server.close();
}
main();
