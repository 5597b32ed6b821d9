// expect: nothing
// never: promise.floating
// The first looks at what the listeners do when they are done; the last of them does that in the second; the third counts what has come while it still goes on.
'use strict';
const fs = require('node:fs');
const { Readable } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

function sizes(file) {
  const pending = [];
  const found = [];
  const measure = async (part) => {
    await sleep(5);
    found.push(part.length);
  };
  return new Promise((resolve, reject) => {
    fs.createReadStream(file, { highWaterMark: 64 })
      .on('data', (part) => pending.push(measure(part)))
      .on('end', () => resolve(Promise.all(pending).then(() => found)))
      .on('error', reject);
  });
}

function load(source) {
  let begun = 0;
  let done = 0;
  let isEnd = false;
  return new Promise((resolve) => {
    source.on('data', async () => {
      begun++;
      await sleep(5);
      done++;
      if (isEnd && done === begun) resolve(done);
    });
    source.on('end', () => {
      isEnd = true;
      if (done === begun) resolve(done);
    });
  });
}

const stats = { handled: 0 };
function follow(source) {
  source.on('data', async () => {
    await sleep(5);
    stats.handled++;
  });
  source.on('end', () => console.log('so far', stats.handled));
}

async function main() {
  console.log((await sizes(__filename)).length, await load(Readable.from(['a', 'b', 'c'])));
  follow(Readable.from(['a', 'b', 'c']));
  await sleep(60);
  console.log(stats.handled);
}
main();
