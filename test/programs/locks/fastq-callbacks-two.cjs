// expect: none exit 0
const fastq = require('fastq');
const inner = fastq((task, done) => setTimeout(done, 2, null, task.id), 1);
const queue = fastq((task, done) => {
  setTimeout(() => {
    if (!task.next) return done(null, task.id);
    inner.push(task.next, (error, id) => done(error, `${task.id}>${id}`));
  }, 2);
}, 1);
queue.push({ id: 1, next: { id: 2 } }, (error, result) => console.log(result));
queue.push({ id: 3, next: { id: 4 } }, (error, result) => console.log(result));
