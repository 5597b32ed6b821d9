// expect: nothing
// never: promise.unhandled
'use strict';
process.on('unhandledRejection', (error) => console.error('unhandled:', error.message));
async function findOrder(id) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  if (id === 2) throw new Error('no such order');
  return { id };
}
let id = 0;
const poll = setInterval(() => {
  findOrder(++id).catch((error) => console.error(error.message));
  if (id === 4) clearInterval(poll);
}, 20);
