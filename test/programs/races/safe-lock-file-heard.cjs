// expect: nothing
// Whoever hears of a parcel makes a lock file, and reads and writes the last number only while it is there: the callbacks that do so belong to no call.
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
      setTimeout(() => {
        fs.writeFile(last, `${Number(text) + 1}`, () => {
          fs.close(fd, () => fs.unlink(lock, done));
        });
      }, 40);
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
