// expect: race.atomicity job.js:26,job.js:9
// A job that a helper has made is told one more than how far it was before a wait.
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
  const before = job.done();
  await sleep(200);
  job.report(before + 1);
  await sleep(50);
  queue.close();
  console.log(queue.stored, job.progress);
}

main({});
