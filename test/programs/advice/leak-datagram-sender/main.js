// expect: handle.leak main.js:10
// stop-after: 5
'use strict';
const dgram = require('node:dgram');
const { setTimeout: sleep } = require('node:timers/promises');

class Metrics {
  constructor(port) {
    this.port = port;
    this.socket = dgram.createSocket('udp4');
    this.socket.on('error', (error) => console.error(error.message));
  }
  count(name) {
    this.socket.send(`${name}:1|c`, this.port, '127.0.0.1');
  }
}

async function main() {
  const metrics = new Metrics(18125);
  for (let i = 0; i < 3; i++) {
    metrics.count('job');
    await sleep(5);
  }
  console.log('done');
}
main();
