// expect: race.check-then-act 11,13
// ESLint issue 11740: a flag that is tested, and set after a wait. Here the calls overlap, and both connect.
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
  await Promise.all([open(), open()]);
  console.log(isOpen, opened);
})();
