// expect: loop.blocked main.js:12 | loop.blocked main.js:10
'use strict';
const { fork } = require('node:child_process');

// The same process has a clock beside its jobs, which they keep from striking.
if (process.argv[2] === 'child') {
  let strokes = 0;
  const clock = setInterval(() => strokes++, 20);
  process.on('message', (ms) => {
    const before = process.cpuUsage().user;
    let sum = 0;
    while (process.cpuUsage().user - before < ms * 1000) for (let i = 0; i < 1e5; i++) sum += i;
    process.send(sum);
  });
  process.on('disconnect', () => clearInterval(clock));
} else {
  const child = fork(__filename, ['child']);
  let answers = 0;
  child.on('message', () => {
    if (++answers === 4) child.disconnect();
    else child.send(300);
  });
  child.send(300);
}
