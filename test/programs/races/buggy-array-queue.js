// expect: race.check-then-act 7,9
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const jobs = ['a', 'b', 'c'];
const taken = [];
async function worker(id) {
  while (jobs.length > 0) {
    await delay(2);
    const job = jobs.shift();
    taken.push(`${id}:${job}`);
  }
}
Promise.all([worker(1), worker(2)]).then(() => console.log(taken.join(' ')));
