// expect: race.fs.lost-update 22,18
// The lock file is gone before the number is written: the next one reads the old number.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { EventEmitter } = require('node:events');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'parcels-'));
const last = path.join(folder, 'last');
const lock = path.join(folder, 'lock');
fs.writeFileSync(last, '7');
const belt = new EventEmitter();
let open = 2;

function number(done) {
  fs.open(lock, 'wx', (error, fd) => {
    if (error) return void setTimeout(number, 10, done);
    fs.readFile(last, 'utf8', (failure, text) => {
      fs.close(fd, () => {
        fs.unlink(lock, () => {
          setTimeout(() => {
            fs.writeFile(last, `${Number(text) + 1}`, done);
          }, 60);
        });
      });
    });
  });
}

belt.on('parcel', () => {
  number(() => {
    if (--open > 0) return;
    console.log(fs.readFileSync(last, 'utf8'));
    fs.rmSync(folder, { recursive: true });
  });
});
setTimeout(() => belt.emit('parcel'), 10);
setTimeout(() => belt.emit('parcel'), 30);
