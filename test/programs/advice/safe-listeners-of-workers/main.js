// expect: nothing
// Each thread has its output go to that of the program, by a listener that is there as long as the thread: they are started one by one, and all work until the end.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

if (isMainThread) {
  let sum = 0;
  let open = 0;
  const grow = (n) => {
    const worker = new Worker(__filename);
    open++;
    worker.on('message', (answer) => {
      sum += answer;
      if (n === 24) process.exit();
      grow(n + 1);
    });
    worker.postMessage(n);
  };
  process.on('exit', () => console.log(sum, open));
  grow(1);
} else {
  parentPort.on('message', (n) => parentPort.postMessage(n * n));
}
