// expect: nothing
// Answers, the end of the output and the exit are counted down in one function, which compares the count with another number before it looks for the end.
const { spawn } = require('node:child_process');

function watch(onDone) {
  let left = 5;
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)']);
  const then = () => {
    --left;
    if (left === 3) {
      child.kill();
    } else if (left === 0) {
      onDone();
    }
  };
  child.once('exit', then);
  child.stdout.once('end', then);
  child.stderr.once('end', then);
  child.stdout.once('data', () => {
    then();
    setTimeout(then, 20);
  });
}

watch(() => watch(() => console.log('done')));
