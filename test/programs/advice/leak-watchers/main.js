// expect: handle.leak main.js:5 | listener.leak main.js:5
const fs = require('fs');
const { setTimeout: sleep } = require('timers/promises');
function reloadOnChange(file) {
  const watcher = fs.watch(file, () => console.log('changed'));
  return watcher;
}
async function main() {
  for (let i = 0; i < 50; i++) { reloadOnChange(__filename); await sleep(25); }
  console.log('done');
  process.exit(0);
}
main();
