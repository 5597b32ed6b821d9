// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let n = 0;
async function f(ms) {
  await delay(ms);
  n++;
  n += 2;
}
Promise.all([f(1), f(2), f(3)]).then(() => console.log(n));
