// expect: race.check-then-act 7,9
const { setTimeout: delay } = require('node:timers/promises');
const cache = {};
let opened = 0;

async function connection(name) {
  if (!cache[name]) {
    await delay(1);
    cache[name] = { name, id: ++opened };
  }
  return cache[name];
}

Promise.all([connection('x'), connection('x')]).then((all) => console.log(all.length, opened));
