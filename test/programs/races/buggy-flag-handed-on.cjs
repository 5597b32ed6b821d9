// expect: race.fs.lost-update 16,21 ; race.fs.lost-update 14,21
// A flag keeps rounds apart; whoever ends a round gives the flag back, and takes it for the next one in a later step: another one can come in between.
const { close, mkdtempSync, open, readFile, rmSync, write } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const dir = mkdtempSync(join(tmpdir(), 'press-'));
const plate = join(dir, 'plate.txt');
const orders = [];
let pressing = false;
let printed = 0;

function engrave(text, done) {
  open(plate, 'w', (error, fd) => {
    if (error) throw error;
    write(fd, `${text}\n`.repeat(50), () => close(fd, done));
  });
}

function print(done) {
  readFile(plate, 'utf8', (error, text) => {
    if (error) throw error;
    done(text.split('\n').length);
  });
}

function order(text) {
  orders.push(text);
  if (!pressing) next();
}

function next() {
  const text = orders.shift();
  if (text === undefined) return;
  pressing = true;
  engrave(text, () => {
    print((lines) => {
      printed += lines > 50 ? 1 : 0;
      pressing = false;
      setImmediate(next);
    });
  });
}

setTimeout(() => ['menu', 'ticket', 'poster'].forEach(order), 1);
setTimeout(() => ['card', 'label'].forEach(order), 400);
process.on('exit', () => {
  console.log('printed', printed);
  rmSync(dir, { recursive: true });
});
