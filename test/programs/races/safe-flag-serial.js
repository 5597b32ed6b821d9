// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let flag = false;
async function g() {
  await delay(1);
}
async function f() {
  if (!flag) {
    await g();
    flag = true;
  }
}
(async () => {
  await f();
  await f();
  console.log(flag);
})();
