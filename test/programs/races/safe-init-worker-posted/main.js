// expect: nothing
// Who sends a coat has sent the sizes first, or waits until they have been sent.
const { Worker } = require('node:worker_threads');
const { readFile } = require('node:fs');
const { readFile: load } = require('node:fs/promises');
const { join } = require('node:path');

const path = join(__dirname, 'sizes.json');

function inOneCallback() {
  const tailor = new Worker(join(__dirname, 'tailor.cjs'));
  tailor.once('message', () => tailor.terminate());
  readFile(path, 'utf8', (error, text) => {
    if (error) throw error;
    tailor.postMessage({ sizes: JSON.parse(text) });
    setTimeout(() => tailor.postMessage({ coat: 'M' }), 30);
  });
}

function behindOnePromise() {
  const tailor = new Worker(join(__dirname, 'tailor.cjs'));
  let left = 2;
  tailor.on('message', () => {
    if (--left === 0) tailor.terminate();
  });
  const told = load(path, 'utf8').then((text) => tailor.postMessage({ sizes: JSON.parse(text) }));
  const order = async (coat, ms) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await told;
    tailor.postMessage({ coat });
  };
  order('M', 20);
  order('L', 60);
}

inOneCallback();
behindOnePromise();
