// expect: race.check-then-act 47,50
// As in safe-sink-opened, but all sinks have one variable for what they have opened: it is another one's by the time that one of them is closed.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** Its state says what is still under way: whoever comes to an end last goes on. */
class Writable {
  state = { opening: true, ending: false };

  constructor(does) {
    this.does = does;
    does.open(() => this.came('opening'));
  }

  came(what) {
    this.state[what] = false;
    this.next();
  }

  end(onClose) {
    this.state.ending = true;
    this.onClose = onClose;
    queueMicrotask(() => this.next());
  }

  next() {
    if (!this.state.opening && this.state.ending) this.does.destroy(this.onClose);
  }
}

let fd = null;

function open(file) {
  return new Writable({
    open(done) {
      fs.open(file, 'w', onOpen);

      function onOpen(error, opened) {
        if (error) return done(error);
        fd = opened;
        done();
      }
    },
    destroy(done) {
      if (fd) {
        fs.close(fd, onClose);
      } else {
        onClose();
      }

      function onClose(failed) {
        fd = null;
        done(failed);
      }
    },
  });
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-sinks-'));
let left = 3;
for (const name of ['first', 'second', 'third']) {
  const sink = open(path.join(folder, name));
  const onClose = () => {
    if (--left === 0) fs.rm(folder, { recursive: true }, () => console.log('closed'));
  };
  setTimeout(() => sink.end(onClose), 20);
}
