// expect: race.order.use-before-init 11,9 ; race.order.use-before-init 21,18 ; race.order.use-before-init 28,26
// What a callback brings is used behind the call that it was given to: it comes in a later turn each time.
const fs = require('node:fs');
const { readFile } = require('node:fs/promises');

function read(file) {
  let result;
  fs.readFile(file, 'utf8', (error, text) => {
    result = text;
  });
  return result;
}
console.log(read(__filename));

let bytes = 0;
for (const name of fs.readdirSync(__dirname).slice(0, 3)) {
  fs.stat(`${__dirname}/${name}`, (error, stats) => {
    bytes += stats?.size ?? 0;
  });
}
console.log(`${bytes} bytes`);

function firstLine() {
  let line;
  readFile(__filename, 'utf8').then((text) => {
    [line] = text.split('\n');
  });
  return `first: ${line}`;
}
console.log(firstLine());
