// expect: lock.queue-self-wait 6 exit 0
const fastq = require('fastq');
const queue = fastq.promise(worker, 1);
async function worker(depth) {
  if (depth === 0) return 0;
  return 1 + (await queue.push(depth - 1));
}
queue.push(2).then(console.log);
