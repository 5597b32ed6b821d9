// expect: nothing
// never: timer.leak
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const mix = (colour) => new Promise((resolve) => setImmediate(resolve, colour));

class Kiln {
  async fire(jobs, ms) {
    const done = new AbortController();
    const over = sleep(ms, 'cold', { signal: done.signal }).catch(() => {});
    try {
      return await Promise.race([Promise.all(jobs).then(() => 'fired'), over]);
    } finally {
      done.abort();
    }
  }
}

// Two kilns are lit, and either will do: both are mere delays here.
const light = (name, ms) => new Promise((resolve) => setTimeout(resolve, ms, name));

async function main() {
  console.log(await new Kiln().fire([mix('red'), mix('blue')], 60_000), await Promise.race([mix('green'), sleep(60_000, 'none', { ref: false })]));
  console.log(await Promise.race([light('east', 20), light('west', 1500)]));
}
main();
