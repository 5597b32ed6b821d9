'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');

const jobs = [
  ...['112272535095293', '112582705942171', '115280095190773'].map((n) => ['isPrime', n]),
  ...[5e6, 10e6, 20e6].map((limit) => ['sum', limit]),
  ['encrypt', 'the recipe of the house'],
];

// A process that does one job after the other, as long as there are any.
async function work(queue, results) {
  const child = fork(path.join(__dirname, 'jobs.js'));
  for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
    child.send(job);
    const [result] = await once(child, 'message');
    results.set(job.join(' '), result);
  }
  child.disconnect();
}

async function main() {
  const results = new Map();
  const queue = [...jobs];
  await Promise.all([work(queue, results), work(queue, results), work(queue, results)]);
  for (const job of jobs) console.log(...job, '→', results.get(job.join(' ')));
}

main();
