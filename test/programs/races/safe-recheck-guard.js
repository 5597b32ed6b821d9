// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let n = 1;
async function f() {
  if (n <= 0) return;
  await delay(1);
  if (n <= 0) return;
  n = n - 1;
}
async function g() {
  if (n <= 0) return;
  await delay(1);
  if (n > 0) n = n - 1;
}
Promise.all([f(), f(), g()]).then(() => console.log(n));
