// expect: nothing
'use strict';
const path = require('node:path');
const { Worker } = require('node:worker_threads');

class Log {
  lines = 0;
  closed = false;

  isClosed() {
    return this.closed;
  }

  write() {
    if (!this.isClosed()) this.lines++;
    return !this.closed;
  }

  close() {
    this.closed = true;
  }
}

const log = new Log();
for (let i = 0; i < 2; i++) {
  const writer = new Worker(path.join(__dirname, 'writer.js'));
  writer.on('message', async (op) => {
    writer.postMessage(await log[op]());
  });
  writer.on('exit', () => console.log(log.isClosed()));
}
