// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let tail = Promise.resolve();
let n = 0;
async function job() {
  const before = n;
  await delay(1);
  n = before + 1;
}
function run() {
  tail = tail.then(job);
  return tail;
}
run();
run();
run().then(() => console.log(n));
