// expect: nothing
// ESLint issue 12353: a busy flag, tested and set in one step, and taken back after the wait.
const { setTimeout: delay } = require('node:timers/promises');
let isSyncing = false;
let synced = 0;
async function sync() {
  if (isSyncing) return;
  isSyncing = true;
  await delay(2);
  synced++;
  isSyncing = false;
}
(async () => {
  await Promise.all([sync(), sync(), sync()]);
  await sync();
  console.log(isSyncing, synced);
})();
