'use strict';
const path = require('node:path');
const Piscina = require('piscina');
const { setTimeout: sleep } = require('node:timers/promises');

// Three threads for all jobs: who comes when all are busy waits in the pool's queue.
const pool = new Piscina({ filename: path.join(__dirname, 'jobs.js'), minThreads: 3, maxThreads: 3 });

// One job: the thread is blocked by it, this one is not.
async function checkStock() {
  const checking = pool.run('shelves', { name: 'stock' });
  await sleep(20);
  console.log('the counter is open meanwhile');
  console.log('in stock:', await checking);
}

async function main() {
  await checkStock();
  // Three blocking count-downs at once.
  await Promise.all(['A', 'B', 'C'].map((name) => pool.run(name, { name: 'countDown' })));
  // Many small jobs: the results have the order of the numbers, whoever was first.
  console.log(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => pool.run(n, { name: 'square' }))));
  await pool.destroy();
}

main();
