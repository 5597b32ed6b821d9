// Keys that stand in the code are no marks: all who found nothing loaded one and the same thing.
// expect: cache.stampede@info main.js:9
// expect: cache.stampede@info store.js:3
const { setTimeout: sleep } = require('node:timers/promises');
const store = require('./store.js');

const lengths = new Map();
async function lengthOf(name) {
  let length = lengths.get(name);
  if (length === undefined) {
    await sleep(30);
    length = name.length;
    lengths.set(name, length);
  }
  return length;
}
async function motto() {
  let text = store.get('motto');
  if (text === undefined) {
    await sleep(30);
    text = 'slow and steady';
    store.put('motto', text, 60);
  }
  return text;
}

Promise.all([lengthOf('alice'), lengthOf('alice'), lengthOf('alice'), motto(), motto(), motto()]).then((all) => console.log(all.length));
