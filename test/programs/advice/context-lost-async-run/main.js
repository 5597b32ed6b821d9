// expect: context.lost@info main.js:20
'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const { setTimeout: sleep } = require('node:timers/promises');

const job = new AsyncLocalStorage();
const done = [];
const lines = [];
const log = (text) => lines.push(`${job.getStore()?.id ?? '-'} ${text}`);

// What is to be said at the end is said by an interval, which works for no job.
const timer = setInterval(() => {
  for (const tell of done.splice(0)) tell();
}, 20);

async function work(id) {
  await job.run({ id }, async () => {
    await sleep(5);
    done.push(() => {
      log(`${id} is done`);
    });
  });
}

Promise.all([1, 2, 3].map(work)).then(async () => {
  await sleep(60);
  clearInterval(timer);
  console.log(lines.length);
});
