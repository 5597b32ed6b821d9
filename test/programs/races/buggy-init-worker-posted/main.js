// expect: race.order.use-before-init tailor.cjs:5
const { Worker } = require('node:worker_threads');
const { readFile } = require('node:fs');
const { join } = require('node:path');

const tailor = new Worker(join(__dirname, 'tailor.cjs'));
let left = 2;
tailor.on('message', (answer) => {
  console.log(answer);
  if (--left === 0) tailor.terminate();
});

readFile(join(__dirname, 'sizes.json'), 'utf8', (error, text) => {
  if (error) throw error;
  setTimeout(() => tailor.postMessage({ sizes: JSON.parse(text) }), 60);
});
setTimeout(() => tailor.postMessage({ coat: 'M' }), 20);
setTimeout(() => tailor.postMessage({ coat: 'L' }), 300);
