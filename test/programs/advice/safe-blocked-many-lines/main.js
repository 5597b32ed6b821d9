// expect: nothing
// Each call is short; a test makes so many of them to see that nothing is lost, and what is due meanwhile is its own.
const { test } = require('node:test');
const { Lines } = require('./lines.js');

test('takes very many lines', (t, done) => {
  const lines = new Lines();
  let isDue = false;
  setTimeout(() => {
    isDue = true;
  }, 20);
  setTimeout(() => {
    const until = process.cpuUsage().user + 400_000;
    let count = 0;
    for (; process.cpuUsage().user < until; count++) for (let i = 0; i < 1000; i++) lines.write('0123456789');
    setTimeout(() => done(isDue && lines.size === count * 10_000 ? undefined : new Error('lost')), 10);
  }, 5);
});
