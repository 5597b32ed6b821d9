// expect: context.lost@info main.js:25
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');

const requests = new AsyncLocalStorage();
const jobs = [];
const lines = [];

function log(text) {
  lines.push(`[${requests.getStore()?.id ?? '-'}] ${text}`);
}

// Jobs wait here until the next beat; whoever made them has long returned.
const beat = setInterval(() => {
  const job = jobs.shift();
  if (job !== undefined) job();
}, 5);

log('starting');
for (let id = 1; id <= 4; id++) {
  setTimeout(() => {
    requests.run({ id }, () => {
      log('accepted');
      jobs.push(() => {
        log('done');
      });
    });
  }, 10 * id);
}

setTimeout(() => {
  clearInterval(beat);
  console.log(lines.join('\n'));
}, 120);
