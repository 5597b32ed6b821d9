// expect: nothing
// Who begins jobs while none is open adds their answers to a batch, and has not looked whether anything is in it: it did not take everything for done. Who answers looks there.
const { setTimeout: sleep } = require('node:timers/promises');

let batch = [];
let batched = 0;
const answers = setInterval(() => {
  if (batched === 0) return;
  const callbacks = batch;
  batch = [];
  batched = 0;
  for (const callback of callbacks) callback();
}, 7);

function later(callback) {
  batch[batched] = callback;
  batched += 1;
}

class Queue {
  open = 0;
  waiting = [];
  done = [];

  begin() {
    while (this.open < 3) {
      const name = this.waiting.shift();
      if (name === undefined) break;
      this.open++;
      later(() => this.end(name));
    }
  }
  end(name) {
    this.open--;
    this.done.push(name);
  }
  async read(name) {
    this.open++;
    await sleep(5);
    this.open--;
    await sleep(150);
    later(() => this.done.push(name));
  }
}

const queue = new Queue();
const beginning = setInterval(() => queue.begin(), 3);
setTimeout(() => queue.read('first'), 10);
setTimeout(() => queue.waiting.push('second', 'third'), 50);
setTimeout(() => {
  clearInterval(beginning);
  clearInterval(answers);
  console.log(queue.done.length, queue.open);
}, 260);
