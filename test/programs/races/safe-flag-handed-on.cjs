// expect: nothing
// A flag keeps rounds apart, and whoever ends a round takes the flag for the next one in the same step: what a round leaves to the next one is between the two in every order.
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
      next();
    });
  });
}

setTimeout(() => ['menu', 'ticket', 'poster'].forEach(order), 1);
setTimeout(() => ['card', 'label'].forEach(order), 400);
process.on('exit', () => {
  console.log('printed', printed);
  rmSync(dir, { recursive: true });
});
