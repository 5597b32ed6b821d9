// expect: nothing
// As in safe-blocked-many-lines, with a test for each of several lines.
const { test } = require('node:test');
const { Lines } = require('../safe-blocked-many-lines/lines.js');

for (const line of ['0123456789', 'abcdefghij']) test(`takes very many of ${line}`, (t, done) => {
  const lines = new Lines();
  let isDue = false;
  setTimeout(() => {
    isDue = true;
  }, 20);
  setTimeout(() => {
    const until = process.cpuUsage().user + 300_000;
    let count = 0;
    for (; process.cpuUsage().user < until; count++) for (let i = 0; i < 1000; i++) lines.write(line);
    setTimeout(() => done(isDue && lines.size === count * 10_000 ? undefined : new Error('lost')), 10);
  }, 5);
});
