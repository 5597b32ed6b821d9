// expect: nothing
// As a compiler writes a test: it asks for as much work as it likes.
'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
const node_test_1 = require('node:test');
const lines_1 = require('./lines.js');

(0, node_test_1.test)('takes very many lines', (t, done) => {
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
