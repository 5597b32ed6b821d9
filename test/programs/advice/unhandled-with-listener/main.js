// expect: promise.unhandled main.js:7
'use strict';
// The listener keeps the process alive; the request is never answered all the same.
process.on('unhandledRejection', (error) => console.error('unhandled:', error.message));
async function findOrder(id) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  if (id === 2) throw new Error('no such order');
  return { id };
}
let id = 0;
const poll = setInterval(() => {
  findOrder(++id);
  if (id === 4) clearInterval(poll);
}, 20);
