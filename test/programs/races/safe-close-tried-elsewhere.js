// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

/** Lines to a harbour office drop from time to time; who is refused rings again on a new one. */
class Line {
  open = true;
  constructor(ms) {
    this.timer = setTimeout(() => this.hangUp(), ms);
  }
  async report(ship) {
    await sleep(4);
    if (!this.open) throw new Error('the line is closed');
    return `${ship} reported`;
  }
  hangUp() {
    this.open = false;
    clearTimeout(this.timer);
  }
}

const lifetimes = [10, 13, 2000];
let line = null;

function current() {
  if (line === null || !line.open) line = new Line(lifetimes.shift() ?? 2000);
  return line;
}

async function report(ship) {
  for (let attempt = 1; ; attempt++) {
    const used = current();
    try {
      return await used.report(ship);
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

async function main() {
  const answers = [];
  for (const ships of [['a', 'b'], ['c'], ['d', 'e'], ['f'], ['g', 'h']]) {
    answers.push(...(await Promise.all(ships.map(report))));
  }
  console.log(answers.length);
  line.hangUp();
}

main();
