'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

let answered;
process.on('message', (answer) => answered(answer));

function ask(message) {
  return new Promise((resolve) => {
    answered = resolve;
    process.send(message);
  });
}

async function work() {
  await ask({ op: 'ready' });
  for (let round = 0; round < 12; round++) {
    await ask({ op: 'lock' });
    const { amount } = await ask({ op: 'get' });
    await sleep(15);
    await ask({ op: 'set', amount: amount + 10 });
    await ask({ op: 'unlock' });
    await sleep(round % 3);
  }
  process.disconnect();
}
work();
