// expect: none exit 0
// A flag that one task sets and another one clears, looked at by those that wait.
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
let paused = false;
async function pause() {
  if (paused) return;
  paused = true;
  await sleep(1);
}
async function resume() {
  if (!paused) return;
  await sleep(1);
  paused = false;
}
async function work() {
  for (;;) {
    while (paused) await sleep(10);
    await sleep(5);
  }
}
work();
(async () => {
  for (let i = 0; i < 3; i++) {
    await pause();
    await sleep(20);
    await resume();
    await sleep(20);
  }
  await pause();
  setTimeout(() => process.exit(), 3000);
})();
