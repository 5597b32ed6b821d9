// expect: promise.never-settles main.js:13 | promise.never-settles main.js:18
// stop-after: 5
'use strict';
const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');

class Gateway {
  server = net.createServer((socket) => socket.end('welcome'));

  async start() {
    this.server.listen(0);
    await sleep(20);
    await this.ready();
  }

  ready() {
    return new Promise((resolve, reject) => {
      this.server.once('listening', resolve);
      this.server.once('error', reject);
    });
  }
}

async function main() {
  const gateway = new Gateway();
  await gateway.start();
  console.log('up');
  gateway.server.close();
}
main();
