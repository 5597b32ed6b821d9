// expect: nothing
// Parts are told in the order in which they began: whoever is ready looks at the head of the queue, and calls only what is there.
const queue = [];
const told = [];

function hold() {
  const item = { tell: null };
  queue.push(item);
  return (tell) => {
    item.tell = tell;
    flush();
  };
}

function flush() {
  while (queue.length > 0 && queue[0].tell) {
    const item = queue.shift();
    item.tell();
  }
}

function open(name, ms) {
  const release = hold();
  setTimeout(() => release(() => told.push(name)), ms);
}

open('first', 40);
open('second', 10);
open('third', 25);
setTimeout(() => console.log(told.join(' ')), 300);
