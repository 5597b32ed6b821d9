// expect: race.order.use-before-init buggy-init-head-unasked.mjs:17
// Parts are told in the order in which they began: the head of the queue is taken for ready because there is one.
const queue = [];
const told = [];

function hold() {
  const item = { tell: null };
  queue.push(item);
  return (tell) => {
    // Set when the part has been opened.
    item.tell = tell;
  };
}

function flush() {
  const item = queue.shift();
  if (item) item.tell();
}

function open(name, ms) {
  const release = hold();
  setTimeout(() => release(() => told.push(name)), ms);
}

open('first', 10);
setTimeout(flush, 60);
setTimeout(() => console.log(told.join(' ')), 300);
