// expect: nothing
// Two ends of a pipe are made for each other in one step; either is used much later.
import { setTimeout as delay } from 'node:timers/promises';

class End {
  constructor(name) {
    this.name = name;
    this.inbox = [];
    this.other = null;
  }

  pass(text) {
    this.other.inbox.push(`${this.name}: ${text}`);
  }
}

function makePipe() {
  const left = new End('left');
  const right = new End('right');
  left.other = right;
  right.other = left;
  return [left, right];
}

const pipes = [];

async function open(ms) {
  await delay(ms);
  pipes.push(makePipe());
}

setTimeout(() => {
  for (const [left, right] of pipes) {
    left.pass('hello');
    right.pass('hi');
  }
}, 60);
setTimeout(() => console.log(pipes.flat().map(({ inbox }) => inbox.length).join()), 90);
await Promise.all([open(1), open(4)]);
