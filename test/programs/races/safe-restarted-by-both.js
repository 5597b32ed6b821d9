// expect: nothing
// Two changes of the settings restart the recorder: the second one waits for the first.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');
let recorder = null;
let made = 0;
let restarting = Promise.resolve();

function record() {
  recorder = { id: ++made, ticks: setInterval(() => {}, 1000), stop: () => sleep(30) };
}

async function replace() {
  const old = recorder;
  clearInterval(old.ticks);
  await old.stop();
  record();
}

function restart() {
  restarting = restarting.then(replace);
  return restarting;
}

record();
Promise.all([restart(), sleep(5).then(restart)]).then(() => {
  console.log('restarted');
  clearInterval(recorder.ticks);
});
