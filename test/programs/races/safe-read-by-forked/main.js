// expect: nothing
// The child is started meanwhile, and told when its input is there.
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const input = path.join(os.tmpdir(), `numbers-${process.pid}.json`);
function run(numbers, done) {
  const child = fork(path.join(__dirname, 'sum.js'));
  fs.writeFile(input, JSON.stringify(numbers), (error) => (error ? done(error) : child.send(input)));
  child.on('message', (sum) => done(null, sum));
}

run([1, 2, 3], (error, sum) => {
  console.log(error ?? sum);
  fs.rmSync(input);
});
