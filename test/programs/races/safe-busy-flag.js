// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let syncing = false;
let done = 0;

async function sync() {
  if (syncing) return;
  syncing = true;
  const before = done;
  await delay(3);
  done = before + 1;
  syncing = false;
}

Promise.all([sync(), sync()]);
setTimeout(sync, 15);
setTimeout(sync, 30);
setTimeout(() => console.log(done > 0, syncing), 860);
