// expect: race.fs.torn-read sum.js:2,main.js:10
// The child is started while its input is still being written; that it takes longer to start is luck.
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const input = path.join(os.tmpdir(), `numbers-${process.pid}.json`);
function run(numbers, done) {
  fs.writeFile(input, JSON.stringify(numbers), (error) => error && done(error));
  const child = fork(path.join(__dirname, 'sum.js'), [input]);
  child.on('message', (sum) => done(null, sum));
}

run([1, 2, 3], (error, sum) => {
  console.log(error ?? sum);
  fs.rmSync(input);
});
