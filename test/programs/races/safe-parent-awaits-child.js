// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let x = 0;
async function child() {
  await delay(2);
  x = 5;
}
async function parent() {
  await child();
  const v = x;
  await delay(1);
  x = v + 1;
}
parent().then(() => console.log(x));
