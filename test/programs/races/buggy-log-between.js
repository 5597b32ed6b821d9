// expect: race.atomicity 7,10
const { setTimeout: delay } = require('node:timers/promises');
let level = 0;
const log = [];

async function raise() {
  const before = level;
  await delay(1);
  log.push(level);
  level = before + 1;
}

Promise.all([raise(), raise()]).then(() => console.log(level, log.length));
