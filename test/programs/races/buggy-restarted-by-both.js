// expect: race.check-then-act 9,13
// Two changes of the settings restart the recorder: both stop the same old one, and one of the two new ones goes on for ever.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
let recorder = null;
let made = 0;

function record() {
  recorder = { id: ++made, ticks: setInterval(() => {}, 1000), stop: () => sleep(30) };
}

async function restart() {
  const old = recorder;
  clearInterval(old.ticks);
  await old.stop();
  record();
}

record();
Promise.all([restart(), sleep(5).then(restart)]).then(() => {
  console.log('restarted');
  process.exit(0);
});
