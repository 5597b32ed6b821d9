// expect: nothing
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const file = path.join(os.tmpdir(), `written-before-close-${process.pid}.log`);

class Log {
  open() {
    this.fd = fs.openSync(file, 'a');
  }

  note(make) {
    setTimeout(() => {
      if (this.fd === undefined) this.open();
      fs.writeSync(this.fd, make());
    }, 60);
    setTimeout(() => {
      fs.closeSync(this.fd);
      this.fd = undefined;
    }, 20);
  }
}

const log = new Log();
log.open();
log.note(() => 'line\n');
process.on('exit', () => fs.rmSync(file, { force: true }));
