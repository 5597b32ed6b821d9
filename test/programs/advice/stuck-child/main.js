// expect: loop.blocked main.js:14
// stop-after: 5
// A backup is made by another program, for which the service stands still; its heart beats no more.
const { execFileSync } = require('node:child_process');

class Service {
  beats = 0;

  start() {
    this.heart = setInterval(() => this.beats++, 100);
  }

  backUp() {
    return execFileSync(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { env: { ...process.env, NODE_OPTIONS: '' } });
  }
}

const service = new Service();
service.start();
setTimeout(() => service.backUp(), 250);
