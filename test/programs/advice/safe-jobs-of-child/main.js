// expect: nothing
'use strict';
const { fork } = require('node:child_process');

// A process that computes one job after the other: the next one comes as soon as it is done with the last, and what is there earlier waits for its turn.
if (process.argv[2] === 'child') {
  process.on('message', (ms) => {
    const before = process.cpuUsage().user;
    let sum = 0;
    while (process.cpuUsage().user - before < ms * 1000) for (let i = 0; i < 1e5; i++) sum += i;
    process.send(sum);
  });
} else {
  const child = fork(__filename, ['child']);
  let answers = 0;
  child.on('message', () => {
    if (++answers === 4) child.disconnect();
    else child.send(300);
  });
  child.send(300);
}
