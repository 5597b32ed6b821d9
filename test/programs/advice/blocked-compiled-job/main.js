// expect: loop.blocked main.js:17 | loop.blocked lines.js:9 | loop.blocked lines.js:10 | loop.blocked lines.js:11 | loop.blocked lines.js:12
// As in safe-blocked-compiled-test, but it is a job of the program that keeps all others waiting.
'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
const jobs_1 = require('./jobs.js');
const lines_1 = require('./lines.js');

(0, jobs_1.job)('takes very many lines', (name, done) => {
  const lines = new lines_1.Lines();
  let isDue = false;
  setTimeout(() => {
    isDue = true;
  }, 20);
  setTimeout(() => {
    const until = process.cpuUsage().user + 500_000;
    let count = 0;
    for (; process.cpuUsage().user < until; count++) for (let i = 0; i < 1000; i++) lines.write('0123456789');
    setTimeout(() => done(isDue && lines.size === count * 10_000 ? undefined : new Error('lost')), 10);
  }, 5);
});
