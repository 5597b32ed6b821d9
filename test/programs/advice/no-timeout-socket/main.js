// expect: io.no-timeout main.js:19
// stop-after: 9
'use strict';
const net = require('node:net');

// It answers the first question only.
const keeper = net.createServer((socket) => socket.once('data', () => socket.write('+1\n')));

class Counter {
  constructor(port) {
    this.waiting = [];
    this.socket = net.createConnection(port, '127.0.0.1');
    this.socket.on('data', (line) => this.waiting.shift()?.(Number(line)));
  }

  next() {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.socket.write('next\n');
    });
  }
}

keeper.listen(0, '127.0.0.1', async () => {
  const counter = new Counter(keeper.address().port);
  console.log(await counter.next());
  console.log(await counter.next());
});
