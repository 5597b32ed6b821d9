// expect: race.check-then-act 8,10
const { setTimeout: delay } = require('node:timers/promises');
let ready = false;
let runs = 0;

async function setUp() {
  // may be called by several requests
  if (!ready) {
    await migrate();
    ready = true;
  }
}

async function migrate() {
  runs += 1;
  await delay(1);
}

Promise.all([setUp(), setUp()]).then(() => console.log(runs));
