// expect: nothing
// A job that a helper has made is told how far it is: what is stored is what it is told, and nothing of what was read when it was made.
const { setTimeout: sleep } = require('node:timers/promises');
const { Queue } = require('./queue.js');

function setUp(context) {
  const queue = new Queue();
  queue.listen();
  async function make(data) {
    const job = queue.create(data);
    return job.save();
  }
  Object.assign(context, { queue, make });
}

async function main(context) {
  setUp(context);
  const { queue, make } = context;
  const job = await make({ a: 1 });
  const progress = { done: 'half' };
  await sleep(200);
  job.report(progress);
  await sleep(50);
  queue.close();
  console.log(queue.stored, job.progress);
}

main({});
