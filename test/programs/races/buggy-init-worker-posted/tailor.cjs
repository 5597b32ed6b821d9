// The sizes come by one message, and are used for another.
const { parentPort } = require('node:worker_threads');
let sizes;

const cut = (coat) => `${coat}: ${sizes[coat]} cm`;

parentPort.on('message', ({ coat, sizes: told }) => {
  if (told) {
    sizes = told;
    return;
  }
  try {
    parentPort.postMessage(cut(coat));
  } catch (error) {
    parentPort.postMessage(error.message);
  }
});
