// expect: nothing
'use strict';
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const queue = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
let active = 0;
let peak = 0;
async function work() {
  while (queue.length > 0) {
    queue.shift();
    await wait(1);
    active++;
    peak = Math.max(peak, active);
    await wait(3);
    active--;
  }
}
Promise.all([work(), work(), work()]).then(() => console.log('peak', peak));
