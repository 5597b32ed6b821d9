// expect: none exit 0
// Set once and for all: taken back only where it failed, or by the one that stops it.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let isReady = false;
let isRunning = false;
let tries = 0;

async function prepare() {
  if (isReady) return;
  isReady = true;
  try {
    await wait(1);
    if (++tries < 3) throw new Error('not yet');
  } catch {
    isReady = false;
  }
}

async function start(isOnce) {
  if (isRunning) return;
  isRunning = true;
  await wait(1);
  if (!isOnce) return;
  isRunning = false;
}
function stop() {
  isRunning = false;
}

async function main() {
  for (let i = 0; i < 10; i++) {
    await prepare();
    await start(i < 3);
    await wait(2);
  }
  stop();
}
main();
