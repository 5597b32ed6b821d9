// expect: nothing
// Somebody looks again when it is there, or may do so; a stream brings news; and what is asked is only whether it has come yet.
const fs = require('node:fs');
const { readFile } = require('node:fs/promises');

let result;
fs.readFile(__filename, 'utf8', (error, text) => {
  result = text;
});
console.log(`begun, ${result}`);
process.on('exit', () => console.log(result.length));

let version;
function latest() {
  fs.stat(__filename, (error, stats) => {
    version = stats.size;
  });
  return version;
}
console.log(latest());

let bytes = 0;
fs.createReadStream(__filename).on('data', (chunk) => {
  bytes += chunk.length;
});
console.log('so far', bytes);

let line;
readFile(__filename, 'utf8').then((text) => {
  [line] = text.split('\n');
});
if (line === undefined) console.log('not yet');

let left = 0;
for (const name of ['a', 'b']) {
  left++;
  fs.access(name, () => {
    left--;
  });
}
console.log('waiting for', left);
