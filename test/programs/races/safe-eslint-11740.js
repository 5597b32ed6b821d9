// expect: nothing
// ESLint issue 11740: a flag that is tested, and set after a wait, by one call after the other.
const { setTimeout: delay } = require('node:timers/promises');
let isOpen = false;
let opened = 0;
async function connect() {
  await delay(2);
  opened++;
}
async function open() {
  if (!isOpen) {
    await connect();
    isOpen = true;
  }
}
(async () => {
  await open();
  await open();
  console.log(isOpen, opened);
})();
