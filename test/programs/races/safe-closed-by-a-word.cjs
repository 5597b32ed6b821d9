// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

/** Closed when all is sent. */
class Link {
  state = 'open';
  sent = [];

  send(text) {
    if (this.state !== 'open') throw new Error(`the link is ${this.state}`);
    this.sent.push(text);
  }

  close() {
    this.state = 'closed';
  }
}

/** One job at a time: who comes meanwhile is sent away. */
class Printer {
  state = 'idle';

  async print(page) {
    if (this.state !== 'idle') throw new Error('busy');
    this.state = 'printing';
    await delay(20);
    this.state = 'idle';
    return page;
  }
}

/** 'closed' is where all is well. */
class Breaker {
  state = 'closed';
  failures = 0;

  async run(work) {
    if (this.state !== 'closed') throw new Error('out of order');
    try {
      const found = await work();
      this.state = 'closed';
      return found;
    } catch (err) {
      if (++this.failures > 2) this.state = 'open';
      throw err;
    }
  }
}

async function main() {
  const link = new Link();
  const rows = [1, 2, 3].map(async (row) => link.send(await delay(20 + row, JSON.stringify(row))));
  await Promise.all(rows);
  link.close();
  const printer = new Printer();
  const printed = await Promise.allSettled([printer.print(1), printer.print(2)]);
  const breaker = new Breaker();
  const failing = async () => {
    await delay(5);
    throw new Error('down');
  };
  await Promise.allSettled([1, 2, 3, 4].map(() => breaker.run(failing)));
  await breaker.run(failing).catch((err) => console.log(err.message, printed.length));
}

main();
