// expect: race.atomicity 10,12
// The end of the log is where two calls write, and only then is it moved.
'use strict';
const disk = { blocks: [], write(at, data, cb) { setTimeout(() => { this.blocks.push([at, data]); cb(null, data.length); }, 4); } };
class Log {
  constructor() {
    this.tail = 0;
  }
  append(data, cb) {
    disk.write(this.tail, data, (err, n) => {
      if (err) return cb(err);
      this.tail += n;
      cb(null);
    });
  }
}
const log = new Log();
let open = 2;
const done = () => { if (--open === 0) console.log(disk.blocks.length, log.tail); };
log.append('one', done);
log.append('three', done);
