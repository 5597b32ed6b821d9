// expect: loop.blocked main.mjs:15
// stop-after: 5
// Waits in a loop for a mark that only a timer sets, which has no turn while the loop runs.
let isDry = false;

function paint(wall) {
  setTimeout(() => {
    isDry = true;
  }, 50);
  return `${wall} is painted`;
}

function waitUntilDry() {
  let looks = 0;
  while (!isDry) looks = (looks + 1) % 1000;
}

setTimeout(() => {
  console.log(paint('north'));
  waitUntilDry();
  console.log('dry');
}, 20);
