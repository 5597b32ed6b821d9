// expect: lock.queue-self-wait 6,9 exit 0
const fastq = require('fastq');
const queue = fastq((task, done) => {
  setTimeout(() => {
    if (!task.next) return done(null, task.id);
    queue.push(task.next, (error, id) => done(error, `${task.id}>${id}`));
  }, 2);
}, 1);
queue.push({ id: 1, next: { id: 2 } }, (error, result) => console.log(result));
