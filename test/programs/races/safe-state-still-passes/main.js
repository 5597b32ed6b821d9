// expect: nothing
'use strict';
// A success says that the line is closed (as it was found): whoever has looked meanwhile passes the look all the more.
const { setTimeout: sleep } = require('node:timers/promises');

class Breaker {
  state = 'closed';

  async run(work) {
    if (this.state === 'open') throw new Error('open');
    try {
      const value = await work();
      this.state = 'closed';
      return value;
    } catch (error) {
      this.state = 'open';
      throw error;
    }
  }
}

async function main() {
  const breaker = new Breaker();
  const ask = (n) => breaker.run(() => sleep(5 + n, n));
  await Promise.all([ask(1), ask(2), ask(3)]);
  await Promise.all([ask(4), ask(5)]);
  console.log(breaker.state);
}

main();
