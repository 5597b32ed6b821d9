// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let x = 0;
async function step() {
  const before = x;
  await delay(1);
  x = before + 1;
}
(async () => {
  await step();
  await step();
  for (let i = 0; i < 3; i++) await step();
  console.log(x);
})();
