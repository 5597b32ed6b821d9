// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let n = 0;
async function f() {
  const first = n;
  await delay(1);
  n = n + 1;
  return first;
}
Promise.all([f(), f()]).then(() => console.log(n));
