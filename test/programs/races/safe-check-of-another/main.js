// expect: nothing
// A pool looks whether it has been closed, and then closes one of its connections: `close` of those has nothing to do with its own.
'use strict';
const { Connection } = require('./connection');

class Pool {
  closed = false;
  connections = [];
  queue = [];
  send(text, done) {
    this.queue.push({ text, done });
    setImmediate(() => this.work());
  }
  work() {
    if (this.closed) return;
    const connection = this.connections.find((c) => c.available) ?? this.open();
    const next = this.queue.shift();
    if (!next) {
      if (this.connections.length > 1) connection.close();
      return;
    }
    connection.send(next.text, next.done);
  }
  open() {
    const connection = new Connection();
    connection.on('available', () => setImmediate(() => this.work()));
    connection.once('close', () => {
      this.connections = this.connections.filter((c) => c !== connection);
      this.work();
    });
    this.connections.push(connection);
    return connection;
  }
  close() {
    this.closed = true;
    for (const connection of this.connections) connection.close();
  }
}

const pool = new Pool();
let length = 0;
let left = 6;
for (const text of ['a', 'bb', 'ccc', 'd', 'e', 'f']) {
  pool.send(text, (n) => {
    length += n;
    if (--left > 0) return;
    setTimeout(() => {
      pool.close();
      console.log(length);
    }, 5);
  });
}
