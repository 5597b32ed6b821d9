// expect: race.order.use-after-close 18,23
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const file = path.join(os.tmpdir(), `written-after-close-${process.pid}.log`);

class Log {
  open() {
    this.fd = fs.openSync(file, 'a');
  }

  /** The text is made later. */
  note(make) {
    setTimeout(() => {
      try {
        fs.writeSync(this.fd, make());
      } catch (err) {
        console.log(err.code);
      }
    }, 300);
    setTimeout(() => fs.closeSync(this.fd), 20);
  }
}

const log = new Log();
log.open();
log.note(() => 'line\n');
process.on('exit', () => fs.rmSync(file, { force: true }));
